import { chmodSync, realpathSync, statSync } from "node:fs";
import { extname, resolve } from "node:path";
import { type Command, Option } from "commander";
import { readBytes, writeFile } from "../load/files.js";
import { platforms } from "../model/platform.js";
import { containerfileReferences } from "../pins/containerfile.js";
import { judge, type KnownImages, type Pin } from "../pins/judge.js";
import { hclReferences } from "../pins/hcl-file.js";
import type { Reference } from "../pins/reference.js";
import { editsOf, rewritten } from "../pins/rewrite.js";
import { type FactsOptions, knownImages } from "./read/pins-facts.js";
import { type Moves, movesReader } from "./read/pins-moved.js";
import { run, say, sayJson, withAnchor } from "./terminal/trust-output.js";

interface Options extends FactsOptions {
  readonly write?: true;
  readonly out?: string;
  readonly json?: true;
}

/** `defs pins`. Exit codes: 0 every image of ours is pinned to the newest digest, 1 not, 2 usage, 3 no trusted policy. */
export function register(program: Command): void {
  withAnchor(
    program
      .command("pins")
      .description(
        "say of Containerfiles, compose and bake files which images they name, how they are pinned, and what is newer",
      )
      .argument("<file...>"),
  )
    .option("--write", "bring our images to the newest digests; nothing else of a file changes")
    .addOption(
      new Option("--platform <os/arch>", "whose digests to pin").choices([...platforms]).default("linux/amd64"),
    )
    .option("--repository <name>", "name under which this tree's images are published, beside the policy's")
    .option("--out <dir>", "where images were built, to look for copied paths (default: $OUT, or out/ of the tree)")
    .option("--json", "as JSON, one array of objects")
    .action((files: string[], options: Options) =>
      run(() => pins(resolve(program.opts<{ root: string }>().root), files, options)),
    );
}

async function pins(root: string, files: readonly string[], options: Options): Promise<number> {
  const texts = files.map((file) => [file, textOf(file)] as const);
  const known = await knownImages(root, options);
  const out = resolve(options.out ?? process.env["OUT"] ?? `${root}/out`);
  // Before anything is written, so that a file that cannot be read leaves all of them as they are.
  const read: { file: string; text: string; pins: Pin[] }[] = [];
  for (const [file, text] of texts) read.push({ file, text, pins: await judged(file, text, known) });
  const moves = movesReader(root, out, options.platform);
  const rows: Row[] = [];
  let changed = 0;
  for (const { file, text, pins: before } of read) {
    const { edits } = editsOf(before);
    let after = before;
    if (options.write && edits.length > 0) {
      const now = rewritten(text, edits);
      replace(file, now);
      after = await judged(file, now, known);
      changed += edits.length;
    }
    const { left } = editsOf(after);
    for (const [index, pin] of after.entries())
      rows.push({ file, left: left.get(pin), ...pin, ...(await moves(before[index]!)) });
  }
  if (options.json) sayJson(rows.map(jsonRow));
  else report(rows, changed, options.write === true);
  return rows.every(({ status }) => ["current", "foreign"].includes(status)) ? 0 : 1;
}

/** @throws Error for a file that is no text: an edit would damage it. */
function textOf(file: string): string {
  const bytes = readBytes(file);
  const text = bytes.toString("utf8");
  if (!Buffer.from(text).equals(bytes)) throw new Error(`${file}: not UTF-8 text`);
  return text;
}

/** Replaces a file where it lies, also behind a link, and leaves who may read it as it is. */
function replace(file: string, text: string): void {
  const place = realpathSync(file);
  const { mode } = statSync(place);
  writeFile(place, text);
  chmodSync(place, mode & 0o7777);
}

function judged(file: string, text: string, known: KnownImages): Promise<Pin[]> {
  return readReferences(file, text, known.repositories).then(
    (references) => references.map((reference) => judge(reference, known)),
    (error: Error) => Promise.reject(new Error(`${file}:${error.message}`)),
  );
}

/** What the end of its name says that a file is; all others are Containerfiles. */
async function readReferences(file: string, text: string, repositories: readonly string[]): Promise<Reference[]> {
  const ending = extname(file).toLowerCase();
  if (ending === ".hcl") return hclReferences(text, repositories);
  if (![".yaml", ".yml", ".json"].includes(ending)) return containerfileReferences(text);
  const { yamlReferences } = await import("../pins/yaml-file.js");
  return yamlReferences(text, repositories);
}

interface Row extends Pin, Moves {
  readonly file: string;
  /** Why `--write` does not change the pin. */
  readonly left: string | undefined;
}

function jsonRow(row: Row) {
  const { file, reference, status, pinned, today, version, since, releases, newest, why, left, moves, unchecked } = row;
  return {
    file,
    line: reference.line,
    reference: reference.text,
    status,
    pinned,
    image: today ?? null,
    version: version ?? null,
    since: since ?? null,
    releases,
    newest: newest ?? null,
    why,
    left: left ?? null,
    moves,
    unchecked,
  };
}

function report(rows: readonly Row[], changed: number, written: boolean): void {
  for (const row of rows) {
    const signed = row.newest?.signers === undefined ? "" : `; ${row.newest.signers} signed the newest`;
    const releases = row.releases.length === 0 ? "" : `; release ${row.releases.join(", ")}`;
    say(
      `${row.file}:${row.reference.line}: ${row.status}: ${shortened(row.reference.text)}: ${row.why}${releases}${signed}`,
    );
    if (written && row.left !== undefined) say(`  left as it is: ${row.left}`);
    for (const move of row.moves) say(`  ${row.today!} ${move}`);
  }
  const open = rows.filter(({ status }) => !["current", "foreign"].includes(status)).length;
  const done = written ? `${changed} pins written, ` : "";
  const unchecked = rows.reduce((sum, row) => sum + row.unchecked.length, 0);
  const paths =
    unchecked === 0 ? "" : `; ${unchecked} copied paths not checked, because the newest images are not built here`;
  say(`${rows.length} images named, ${done}${open} to look at${paths}`);
}

function shortened(text: string): string {
  return text.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}/, "$1…");
}
