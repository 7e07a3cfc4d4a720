import { join, resolve } from "node:path";
import type { Command } from "commander";
import { debian } from "../author/versions/debian.js";
import { npm } from "../author/versions/npm.js";
import type { Answer, AskOptions, Question, VersionSource } from "../author/versions/source.js";
import { cacheFolder } from "../load/place.js";
import { unknownImage } from "../report/suggest.js";
import { addressesOf, isFetched } from "../sources/source.js";
import type { Definition } from "../validate/definition.js";
import { compile } from "./pipeline.js";

/** Sources of versions; the first that knows a package's address is asked for it. */
const versionSources: readonly VersionSource[] = [npm, debian];

/** Further exit codes: something is newer; or nothing is, as far as those know that answered. */
const exitCodes = { newer: 3, silent: 4 } as const;

/** A package with what is known of newer versions. `silent`: its source of versions did not answer. `unknown`: none knows it. */
interface Row {
  readonly image: string;
  readonly version: string;
  readonly newest: string | null;
  readonly state: "outdated" | "current" | "ahead" | "unknown" | "silent";
  /** Where the newest version was seen, or why none was. */
  readonly where: string;
}

/** `defs outdated`. */
export function register(program: Command): void {
  program
    .command("outdated")
    .description(
      "list packages of which a newer version exists; ends with 3 when there are some, with 4 when there are none but not everybody answered",
    )
    .argument("[images...]", "only these; default: all with sources")
    .option("--pre", "offer pre-releases, too")
    .option("--all", "list packages that are current, too")
    .option("--json", "as JSON, one array of objects with all packages")
    .action(async (images: readonly string[], options: { pre?: true; all?: true; json?: true }) => {
      const root = resolve(program.opts<{ root: string }>().root);
      const rows = await outdatedRows(root, images, options.pre ?? false);
      process.stdout.write(
        options.json
          ? `${JSON.stringify(rows, undefined, 2)}\n`
          : table(rows.filter(({ state }) => options.all || state !== "current")),
      );
      process.stderr.write(options.json ? "" : summary(rows));
      if (rows.some(({ state }) => state === "outdated")) process.exitCode = exitCodes.newer;
      else if (rows.some(({ state }) => state === "silent")) process.exitCode = exitCodes.silent;
    });
}

/** What is known of newer versions of the images named, or of all. @param pre whether pre-releases count. */
export async function outdatedRows(root: string, images: readonly string[], pre: boolean): Promise<Row[]> {
  return look(await questions(root, images), { pre, cache: join(cacheFolder(root), "versions") });
}

/** Packages with sources from outside; the first source is the one that the version is about. */
async function questions(root: string, images: readonly string[]): Promise<Question[]> {
  const { graph } = await compile(root);
  const unknown = images.find((name) => !graph.definitions.has(name));
  if (unknown !== undefined) throw new Error(unknownImage(unknown, graph.definitions.keys()));
  const chosen = [...graph.definitions.values()].filter(({ name, output }) =>
    images.length === 0 ? output === undefined : images.includes(name),
  );
  return chosen.flatMap(question);
}

function question({ name, version, sources }: Definition): Question[] {
  const [first] = sources;
  return version === undefined || first === undefined || !isFetched(first)
    ? []
    : [{ image: name, version, addresses: addressesOf(first) }];
}

async function look(all: readonly Question[], options: AskOptions): Promise<Row[]> {
  const rows = new Map<string, Row>();
  for (const source of versionSources) {
    const own = all.filter((item) => !rows.has(item.image) && versionSources.find((one) => one.knows(item)) === source);
    const answers = own.length === 0 ? new Map<string, Answer>() : await source.ask(own, options);
    for (const item of own) rows.set(item.image, row(item, answers.get(item.image)!, source));
  }
  return all.map((item) => rows.get(item.image) ?? row(item, { unknown: "no source of versions knows its address" }));
}

function row({ image, version }: Question, answer: Answer, source?: VersionSource): Row {
  if ("unknown" in answer) return { image, version, newest: null, state: "unknown", where: answer.unknown };
  if ("silent" in answer) return { image, version, newest: null, state: "silent", where: answer.silent };
  const order = source!.compare(version, answer.seen.version);
  return {
    image,
    version,
    newest: answer.seen.version,
    state: order < 0 ? "outdated" : order > 0 ? "ahead" : "current",
    where: answer.seen.where,
  };
}

function table(rows: readonly Row[]): string {
  const cells = rows.map(
    ({ image, version, newest, state, where }) => [image, version, newest ?? "-", state, where] as const,
  );
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...cells.map((row) => row[column]!.length)));
  return cells
    .map((row) => `${row.map((cell, column) => (column < 4 ? cell.padEnd(widths[column]!) : cell)).join("  ")}\n`)
    .join("");
}

function summary(rows: readonly Row[]): string {
  const counts = (["outdated", "current", "ahead", "unknown", "silent"] as const).map(
    (state) => [rows.filter((item) => item.state === state).length, state] as const,
  );
  const named = counts.filter(([number]) => number > 0).map(([number, state]) => `${number} ${state}`);
  return `asked about ${rows.length} packages: ${named.join(", ") || "none has a source from outside"}\n`;
}
