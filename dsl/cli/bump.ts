import { join, resolve } from "node:path";
import type { Command } from "commander";
import { openArchive } from "../author/archive.js";
import { checkVersion } from "../author/choose.js";
import { replaceHashes, replaceVersion, withoutHashes, type Renewed, type Rewritten } from "../author/edit.js";
import { learn } from "../author/fetch.js";
import { tryPatches, type PatchReport } from "../author/patches.js";
import { ownFile } from "../load/discover.js";
import { readText, writeFile } from "../load/files.js";
import { locate } from "../load/locate.js";
import { storePath } from "../load/place.js";
import { addressesOf, isFetched, sourceName, stripOf, unpackCommands, type FetchedSource } from "../sources/source.js";
import { differently } from "../scan/alike.js";
import { DiagnosticsError } from "../report/diagnostic.js";
import { unknownImage } from "../report/suggest.js";
import type { Definition } from "../validate/definition.js";
import { renderReport } from "../report/render.js";
import { isColoured } from "./terminal/colour.js";
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
    .argument("[image]", "such as core-zlib")
    .argument("[version]")
    .option("--all", "bump every package that `defs outdated` names, one after the other")
    .option("--print", "show the difference and change nothing")
    .action(async (image: string | undefined, version: string | undefined, options: Options) => {
      const root = resolve(program.opts<{ root: string }>().root);
      if (options.all === true && image === undefined) return bumpAll(root, options.print ?? false);
      if (options.all === true || image === undefined || version === undefined)
        throw new Error("give an image and its new version, or --all");
      return bump(root, image.replace("/", "-"), version, options.print ?? false);
    });
}

interface Options {
  readonly all?: true;
  readonly print?: true;
}

/** One after the other; a package that cannot be bumped holds up none of the others. Exit code 1 when there is one. */
async function bumpAll(root: string, printOnly: boolean): Promise<void> {
  const { outdatedRows } = await import("./outdated.js");
  const outdated = (await outdatedRows(root, [], false)).filter(({ state }) => state === "outdated");
  const failed: string[] = [];
  for (const { image, newest } of outdated) {
    try {
      await bump(root, image, newest!, printOnly);
    } catch (error) {
      if (!(error instanceof DiagnosticsError)) throw error;
      failed.push(image);
      process.stderr.write(renderReport(error, isColoured(process.stderr)));
    }
  }
  const done = outdated.length - failed.length;
  process.stderr.write(
    `${printOnly ? "would bump" : "bumped"} ${done} of ${outdated.length} outdated packages${failed.length === 0 ? "" : `; not ${failed.join(", ")}`}\n`,
  );
  if (failed.length > 0) process.exitCode = 1;
}

/** A source whose address changed with the version. */
interface Moved extends Renewed {
  readonly source: FetchedSource;
  /** The primary fingerprint of whoever signed it upstream. */
  readonly signer?: string;
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
    const bytes = await fetchOne(root, before, source, index);
    moved.push({ index, source, ...bytes, ...(await fetchSignature(root, before, source, index, bytes.sha256)) });
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
              const unlike = await differently(storePath(learnt.sha256), stripOf(source));
              return unlike === undefined
                ? undefined
                : `it ${unlike}, which GNU's tools and busybox's unpack differently`;
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

/** Upstream's signature on the new bytes, where the source names one: it has to be good. */
async function fetchSignature(
  root: string,
  definition: Definition,
  source: FetchedSource,
  index: number,
  sha256: string,
): Promise<Pick<Moved, "signature" | "signer">> {
  if (source.kind !== "remote" || source.signature === undefined) return {};
  const { url, key } = source.signature;
  const path = ["sources", index, "signature"];
  const learnt = (await learn([url])).get(url);
  if (learnt === undefined)
    throw await problem(
      root,
      "E701",
      definition,
      [...path, "url"],
      `cannot get ${url}`,
      "see the reasons above; remove `signature` only if upstream says that this version has none.",
    );
  const { verifyFile } = await import("../trust/gpg.js");
  const verdict = await verifyFile(
    storePath(learnt.sha256),
    storePath(sha256),
    join(root, ownFile(definition.file, key)),
  );
  if ("signer" in verdict) return { signature: learnt.sha256, signer: verdict.signer };
  throw await problem(
    root,
    "E701",
    definition,
    path,
    `upstream's signature on ${sourceName(source)} is not good: ${verdict.refused}`,
    `a new key belongs into ${ownFile(definition.file, key)} once you compared its fingerprint with upstream's own site.`,
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
      ({ source, sha256, size, signer }) =>
        `  source   ${sourceName(source)} ${sha256} ${size} bytes, ${signer === undefined ? "seen from here only: compare it with upstream's own signature or hash" : `signed by ${signer}`}`,
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
