import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { fetchManifest } from "../author/fetch.js";
import { manifestLine } from "../emit/lists.js";
import type { Graph } from "../graph/graph.js";
import { ownFile } from "../load/discover.js";
import { writeFile } from "../load/files.js";
import { storePath } from "../load/place.js";
import type { SourceSignature } from "../model/source.js";
import { compareText } from "../report/diagnostic.js";
import { unknownImage } from "../report/suggest.js";
import { type FetchedSource, sourceName } from "../sources/source.js";
import { compile } from "./pipeline.js";
import { notesOf, signedSources } from "./read/signed-sources.js";
import { say, sayJson } from "./terminal/trust-output.js";

/** A source with a signature, and its definition's image and key file. */
interface Signed {
  readonly image: string;
  readonly source: FetchedSource;
  readonly signature: SourceSignature;
  /** Path from the tree's root. */
  readonly keys: string;
}

/** What came of a signature. `missing`: the file or its signature could not be fetched. */
interface Outcome {
  readonly image: string;
  readonly name: string;
  readonly sha256: string;
  readonly state: "good" | "bad" | "missing";
  readonly signer?: string;
  readonly day?: string;
  readonly reason?: string;
}

/** `defs sources verify`. Exit codes: 0 all good and noted; 1 a signature is not good, or the notes are of others; 2 usage. */
export function registerVerify(sources: Command, program: Command): void {
  sources
    .command("verify")
    .description(
      "check upstream's signatures on sources with gpg, and the notes of what was proved in signed-sources.txt",
    )
    .argument("[images...]", "images; all with signatures by default")
    .option("--write", "write the notes")
    .option("--json", "as JSON, one array of objects")
    .action(async (images: string[], options: { write?: true }) => {
      const root = resolve(program.opts<{ root: string }>().root);
      // `--json` is an option of `defs sources`, too, which takes it first.
      await verify(root, images, { ...options, json: sources.opts<{ json?: true }>().json ?? false });
    });
}

async function verify(
  root: string,
  images: readonly string[],
  options: { write?: true; json: boolean },
): Promise<void> {
  const { graph } = await compile(root);
  for (const image of images)
    if (!graph.definitions.has(image)) throw new Error(unknownImage(image, graph.definitions.keys()));
  const all = signedOf(graph);
  const signed = all.filter(({ image }) => images.length === 0 || images.includes(image));
  await fetchManifest(manifestOf(signed));
  const outcomes: Outcome[] = [];
  for (const each of signed) outcomes.push(await outcomeOf(root, each));
  const noted = notesOf(root);
  const next = nextNotes(noted, all, outcomes);
  const isNoted = next === noted;
  if (options.write === true && !isNoted) writeFile(join(root, signedSources), next);
  if (options.json) sayJson(outcomes);
  else print(outcomes, isNoted || options.write === true);
  if (outcomes.some(({ state }) => state !== "good") || !(isNoted || options.write === true)) process.exitCode = 1;
}

/** Outputs of a package have its sources; each is named once, with the package. */
function signedOf(graph: Graph): Signed[] {
  return [...graph.definitions.values()]
    .filter(({ output }) => output === undefined)
    .flatMap(({ name, file, sources }) =>
      sources.flatMap((source): Signed[] =>
        source.kind === "remote" && source.signature !== undefined
          ? [{ image: name, source, signature: source.signature, keys: ownFile(file, source.signature.key) }]
          : [],
      ),
    );
}

/** A source manifest (docs/fetching.md) of the files and their signatures. */
function manifestOf(signed: readonly Signed[]): string[] {
  const lines = signed.flatMap(({ source, signature }) => [
    manifestLine(source),
    `${signature.sha256} - ${signature.sha256}.sig ${signature.url}`,
  ]);
  return [...new Set(lines)];
}

async function outcomeOf(root: string, { image, source, signature, keys }: Signed): Promise<Outcome> {
  const { verifyFile } = await import("../trust/gpg.js");
  const about = { image, name: sourceName(source), sha256: source.sha256 };
  const [file, sig] = [storePath(source.sha256), storePath(signature.sha256)];
  const absent = !existsSync(file) ? about.name : existsSync(sig) ? undefined : signature.url;
  if (absent !== undefined) return { ...about, state: "missing", reason: `${absent} could not be fetched` };
  const verdict = await verifyFile(sig, file, join(root, keys));
  return "refused" in verdict
    ? { ...about, state: "bad", reason: verdict.refused }
    : { ...about, state: "good", ...verdict };
}

/** The notes with those of what was looked at made anew, and without those of files that no definition calls signed. */
function nextNotes(noted: string, all: readonly Signed[], outcomes: readonly Outcome[]): string {
  const looked = new Set(outcomes.map(({ sha256 }) => sha256));
  const signed = new Set(all.map(({ source }) => source.sha256));
  const kept = noted.split("\n").filter((line) => {
    const sha256 = line.slice(0, 64);
    return line !== "" && signed.has(sha256) && !looked.has(sha256);
  });
  const made = outcomes
    .filter(({ state }) => state === "good")
    .map(({ sha256, signer, day, name }) => `${sha256} ${signer!} ${day!} ${name}`);
  return [...new Set([...kept, ...made])]
    .sort(compareText)
    .map((line) => `${line}\n`)
    .join("");
}

function print(outcomes: readonly Outcome[], noted: boolean): void {
  for (const { state, image, name, signer, day, reason } of outcomes)
    say(`${state.padEnd(8)}${image} ${name}: ${state === "good" ? `signed by ${signer!} on ${day!}` : reason!}`);
  const good = outcomes.filter(({ state }) => state === "good").length;
  say(`${good} of ${outcomes.length} signatures are good`);
  if (!noted)
    process.stderr.write(`${signedSources} notes something else; \`defs sources verify --write\` writes it\n`);
}
