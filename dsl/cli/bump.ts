import { join, resolve } from "node:path";
import type { Command } from "commander";
import { openArchive } from "../author/archive.js";
import { checkVersion } from "../author/choose.js";
import { replaceHashes, replaceVersion, withoutHashes, type Renewed, type Rewritten } from "../author/edit.js";
import { learn } from "../author/fetch.js";
import { tryPatches, type PatchReport } from "../author/patches.js";
import { readText, writeFile } from "../load/files.js";
import { locate } from "../load/locate.js";
import { storePath } from "../load/place.js";
import { addressesOf, isFetched, sourceName, unpackCommands, type FetchedSource } from "../sources/source.js";
import { differently } from "../scan/alike.js";
import { DiagnosticsError } from "../report/diagnostic.js";
import { unknownImage } from "../report/suggest.js";
import type { Definition } from "../validate/definition.js";
import { fileDiff } from "./terminal/diff.js";
import { compile } from "./pipeline.js";
import { compileWith } from "./trial.js";

/** `defs bump`. */
export function register(program: Command): void {
  program
    .command("bump")
    .description(
      "give a package another version: fetch its sources, write version, hashes and sizes, show the difference",
    )
    .argument("<image>", "such as core-zlib")
    .argument("<version>")
    .option("--print", "show the difference and change nothing")
    .action(async (image: string, version: string, options: { print?: true }) =>
      bump(resolve(program.opts<{ root: string }>().root), image.replace("/", "-"), version, options.print ?? false),
    );
}

/** A source whose address changed with the version. */
interface Moved extends Renewed {
  readonly source: FetchedSource;
}

/** Nothing is written before everything has succeeded, and the result has been compiled in a copy of the tree. */
async function bump(root: string, image: string, version: string, printOnly: boolean): Promise<void> {
  const definition = await packageOf(root, image, version);
  const before = readText(join(root, definition.file));
  const rewritten = replaceVersion(definition.file, before, definition.version!, version);
  const next = await definitionWith(root, definition, withoutHashes(rewritten.text));
  const moved = await fetchMoved(root, definition, next);
  const after = replaceHashes(definition.file, rewritten.text, moved);
  const patches = await triedPatches(root, await definitionWith(root, definition, after));
  if (readText(join(root, definition.file)) !== before)
    throw new Error(`${definition.file} was changed meanwhile; run the command again`);
  if (!printOnly) writeFile(join(root, definition.file), after);
  process.stdout.write(await fileDiff(definition.file, before, after));
  process.stderr.write(account(definition, next, moved, patches, rewritten, printOnly));
}

async function packageOf(root: string, image: string, version: string): Promise<Definition> {
  const { graph } = await compile(root);
  const definition = graph.definitions.get(image);
  if (definition === undefined) throw new Error(unknownImage(image, graph.definitions.keys()));
  if (definition.kind === "pallet") throw new Error(`${image} is a pallet: it has no version of its own`);
  if (definition.output !== undefined)
    throw new Error(`${image} is cut from another package: bump that one, in ${definition.file}`);
  checkVersion(version);
  if (definition.version === version) throw new Error(`${image} is at ${version} already`);
  return definition;
}

async function definitionWith(root: string, { name, file }: Definition, text: string): Promise<Definition> {
  return (await compileWith(root, file, text)).graph.definitions.get(name)!;
}

/** Fetches every source whose address is another one now, from the first of its addresses that has it. */
async function fetchMoved(root: string, before: Definition, after: Definition): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const [index, source] of after.sources.entries()) {
    const earlier = before.sources[index];
    if (source.kind === "vendored" || !isFetched(source)) continue;
    if (earlier === undefined || !isFetched(earlier) || earlier.url === source.url) continue;
    moved.push({ index, source, ...(await fetchOne(root, before, source, index)) });
  }
  if (moved.length > 0) return moved;
  throw await problem(
    root,
    "E703",
    before,
    ["sources"],
    "no address of a source changes with the version",
    "an address without the version gives other bytes from one day to the next: name one that has it.",
  );
}

async function fetchOne(
  root: string,
  definition: Definition,
  source: FetchedSource,
  index: number,
): Promise<{ sha256: string; size: number }> {
  const path = ["sources", index, "url"];
  for (const url of addressesOf(source)) {
    const learnt = (await learn([url])).get(url);
    if (learnt === undefined) continue;
    const fault =
      unpackCommands(source).length > 0
        ? await openArchive(storePath(learnt.sha256))
            .then(async () => {
              const unlike = await differently(storePath(learnt.sha256));
              return unlike === undefined
                ? undefined
                : `it ${unlike}, which GNU's and busybox's tar unpack differently`;
            })
            .catch((error: Error) => error.message)
        : undefined;
    if (fault !== undefined)
      throw await problem(
        root,
        "E701",
        definition,
        path,
        `what ${url} gave is no archive that can be read: ${fault}`,
        "the server may have answered with a page.",
      );
    if (learnt.sha256 === definition.sources[index]!.sha256) {
      throw await problem(
        root,
        "E703",
        definition,
        path,
        `${url} gives the same bytes as the old version`,
        "the server may not know the version yet, or call it differently.",
      );
    }
    return learnt;
  }
  throw await problem(
    root,
    "E701",
    definition,
    path,
    `cannot get ${source.url}`,
    "see the reasons above; does that version exist? STAGEX_MIRROR_<ALIAS> names other servers of an alias.",
  );
}

async function problem(
  root: string,
  code: "E701" | "E703",
  { file }: Definition,
  path: readonly (string | number)[],
  message: string,
  hint: string,
): Promise<DiagnosticsError> {
  return new DiagnosticsError(await locate(root, [{ code, file, path, message, hint }]), 1);
}

/** Patches are applied where the sources without a folder of their own are unpacked. */
async function triedPatches(root: string, { sources, patches }: Definition): Promise<PatchReport[]> {
  if (patches.length === 0) return [];
  const archives = sources.flatMap((source) =>
    source.kind === "remote" && source.into === undefined && unpackCommands(source).length > 0
      ? [storePath(source.sha256)]
      : [],
  );
  return await tryPatches(
    archives,
    patches.map((patch) => join(root, patch)),
  );
}

function account(
  definition: Definition,
  next: Definition,
  moved: readonly Moved[],
  patches: readonly PatchReport[],
  { left }: Rewritten,
  printOnly: boolean,
): string {
  const vendored = next.sources.filter(({ kind }) => kind === "vendored").length;
  const kept = next.sources.filter(
    (source) => source.kind !== "vendored" && !moved.some((item) => item.source === source),
  );
  return [
    `${printOnly ? "would bump" : "bumped"} ${definition.name} from ${definition.version!} to ${next.version!}`,
    ...moved.map(
      ({ source, sha256, size }) =>
        `  source   ${sourceName(source)} ${sha256} ${size} bytes, seen from here only: compare it with upstream's own signature or hash`,
    ),
    ...kept.map((source) => `  kept     ${sourceName(source)}: its address does not change with the version`),
    ...patches.map(
      ({ patch, state, detail }) => `  patch    ${patch} ${state}${detail === undefined ? "" : `: ${detail}`}`,
    ),
    ...(vendored > 0
      ? [
          `  vendored ${vendored} files are those of ${definition.version!}: renew them where the new version locks others`,
        ]
      : []),
    ...left.map(({ line, text }) => `  left     line ${line} still holds ${definition.version!}: ${text}`),
    ...(printOnly ? [] : [`next: \`defs compile\` and \`make ${definition.name}\``]),
    "",
  ].join("\n");
}
