import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { readBytes, writeFile } from "../load/files.js";
import { containerfileReferences } from "../pins/containerfile.js";
import { judge, type KnownImages, type Pin } from "../pins/judge.js";
import { otherReferences } from "../pins/other-file.js";
import { rewrite } from "../pins/rewrite.js";
import { type FactsOptions, knownImages } from "./pins-facts.js";
import { moves } from "./pins-moved.js";
import { run, say, sayJson, withAnchor } from "./trust-output.js";

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
    .option("--platform <os/arch>", "whose digests to pin", "linux/amd64")
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
  const rows: Row[] = [];
  let changed = 0;
  for (const [file, text] of texts) {
    const done = options.write ? rewrite(text, judged(file, text, known)) : { text, changed: 0 };
    const before = judged(file, text, known);
    if (done.changed > 0) writeFile(file, done.text);
    changed += done.changed;
    const after = judged(file, done.text, known);
    for (const [index, pin] of after.entries())
      rows.push({ file, ...pin, moves: await moves(root, out, options.platform, before[index]!) });
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

function judged(file: string, text: string, known: KnownImages): Pin[] {
  const other = /\.(?:ya?ml|hcl|json)$/.test(basename(file));
  return (other ? otherReferences(text) : containerfileReferences(text)).map((reference) => judge(reference, known));
}

interface Row extends Pin {
  readonly file: string;
  readonly moves: readonly string[];
}

function jsonRow({ file, reference, status, pinned, today, version, since, releases, newest, why, moves: moved }: Row) {
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
    moves: moved,
  };
}

function report(rows: readonly Row[], changed: number, written: boolean): void {
  for (const row of rows) {
    const signed = row.newest?.signers === undefined ? "" : `; ${row.newest.signers} signed the newest`;
    const releases = row.releases.length === 0 ? "" : `; release ${row.releases.join(", ")}`;
    say(
      `${row.file}:${row.reference.line}: ${row.status}: ${shortened(row.reference.text)}: ${row.why}${releases}${signed}`,
    );
    for (const move of row.moves) say(`  ${row.today!} ${move}`);
  }
  const open = rows.filter(({ status }) => !["current", "foreign"].includes(status)).length;
  const done = written ? `${changed} pins written, ` : "";
  say(`${rows.length} images named, ${done}${open} to look at`);
}

function shortened(text: string): string {
  return text.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}/, "$1…");
}
