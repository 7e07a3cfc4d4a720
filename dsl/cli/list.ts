import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { Graph } from "../graph/graph.js";
import { licenseOf } from "../graph/license.js";
import type { Definition } from "../validate/definition.js";
import { chosenBy, type Filter, sayNone, withFilter } from "./filter.js";
import { columnsOf, page } from "./terminal/page.js";
import { compile } from "./pipeline.js";

/** `defs list`. */
export function register(program: Command): void {
  withFilter(program.command("list").description("list all images with version and description"))
    .option("--json", "as JSON, one array of objects")
    .option("--raw", "only packages with raw shell: a whole body, or hooks")
    .option("--harden", "only packages that leave a protection out, each with the reason")
    .option("--skipped", "only packages whose upstream tests are not run, each with the reason")
    .addOption(new Option("--short", "names alone, one a line").conflicts("wide"))
    .option("--wide", "also the licence and the file of each, and descriptions in full")
    .action(async (options: Options) => {
      const { graph } = await compile(resolve(program.opts<{ root: string }>().root));
      const all = [...graph.definitions.values()];
      const passing = chosenBy(graph, options);
      const chosen = all.filter((definition) => passing.has(definition.name) && isChosen(definition, options));
      if (options.json) return void process.stdout.write(json(graph, chosen));
      if (chosen.length === 0) sayNone(all.length);
      const share = options.raw ? `${rawShare(chosen, all)} hold raw shell\n` : "";
      await page(text(graph, chosen, options) + share);
    });
}

function text(graph: Graph, chosen: readonly Definition[], { harden, skipped, short, wide }: Options): string {
  if (short) return chosen.map(({ name }) => `${name}\n`).join("");
  if (harden) return reasons(chosen);
  if (skipped) return skips(chosen);
  return table(
    chosen.map((definition) => row(definition, wide ? [definition.file, licenseOf(graph, definition)] : [])),
    wide ? undefined : columnsOf(process.stdout),
  );
}

interface Options extends Filter {
  readonly short?: true;
  readonly wide?: true;
  readonly json?: true;
  readonly raw?: true;
  readonly harden?: true;
  readonly skipped?: true;
}

function isChosen(definition: Definition, { raw, harden, skipped }: Options): boolean {
  return (
    (!raw || rawParts(definition) > 0) &&
    (!harden || leftOut(definition).length > 0) &&
    (!skipped || skippedTests(definition) !== undefined)
  );
}

/** The protections that a definition leaves out, with the reasons. */
function leftOut({ build }: Definition): (readonly [string, string])[] {
  return build?.kind === "recipe" ? Object.entries(build.harden ?? {}) : [];
}

/** Why upstream's tests are not run. */
function skippedTests({ build }: Definition): string | undefined {
  return build?.kind === "recipe" ? build.skipped : undefined;
}

function skips(definitions: readonly Definition[]): string {
  const lines = definitions.map((definition) => `${definition.name}: ${skippedTests(definition)!}\n`);
  return `${lines.join("")}the tests of ${lines.length} packages are not run\n`;
}

function reasons(definitions: readonly Definition[]): string {
  const lines = definitions.flatMap((definition) =>
    leftOut(definition).map(([protection, reason]) => `${definition.name}: ${protection}: ${reason}\n`),
  );
  return `${lines.join("")}${lines.length} protections are left out\n`;
}

/** The bootstrap is counted apart: where no shell, make or link exists yet, a recipe helps little. */
function rawShare(chosen: readonly Definition[], all: readonly Definition[]): string {
  const early = ({ stage }: Definition): boolean => stage === "bootstrap";
  const part = (belongs: (definition: Definition) => boolean, what: string): string =>
    `${chosen.filter(belongs).length} of ${all.filter(belongs).length} ${what}`;
  return [
    part((definition) => !early(definition), "packages"),
    ...(all.some(early) ? [part(early, "of the bootstrap")] : []),
  ].join(", ");
}

/** How many pieces of raw shell a definition holds. */
function rawParts(definition: Definition): number {
  if (definition.build?.kind === "script") return 1;
  return definition.build?.kind === "recipe" ? definition.build.hooks : 0;
}

function json(graph: Graph, definitions: readonly Definition[]): string {
  const rows = definitions.map((definition) => ({
    ...definition,
    license: licenseOf(graph, definition),
    harden: Object.fromEntries(leftOut(definition)),
  }));
  const shown = rows.map(({ name, kind, stage, version, description, license, platforms, file, harden }) => ({
    name,
    kind,
    stage,
    version: version ?? null,
    description,
    license,
    platforms,
    file,
    ...(Object.keys(harden).length > 0 ? { harden } : {}),
  }));
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

function row(definition: Definition, more: readonly string[]): readonly string[] {
  const platforms = definition.platforms.map((platform) => platform.replace("linux/", "")).join(",");
  const [file = [], license = []] = more.map((word) => [word]);
  // A pallet's licence is longer than a line: nothing stands behind it.
  return [definition.name, definition.version ?? "-", platforms, ...file, definition.description, ...license];
}

/** Columns two blanks apart. @param width that no line may pass, by cutting its last column; none where nobody looks at it. */
function table(rows: readonly (readonly string[])[], width: number | undefined): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map((cells) => cells.map((cell, column) => (column < cells.length - 1 ? cell.padEnd(widths[column]!) : cell)))
    .map((cells) => cells.join("  "))
    .map((line) => (width !== undefined && line.length > width ? `${line.slice(0, width - 1)}…\n` : `${line}\n`))
    .join("");
}
