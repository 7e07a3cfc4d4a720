import { createReadStream, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { Graph } from "../graph/graph.js";
import { readText } from "../load/files.js";
import { storePath } from "../load/place.js";
import { isFetched, sourceName, stripOf } from "../sources/source.js";
import { compareText } from "../report/diagnostic.js";
import { unknownImage } from "../report/suggest.js";
import { plainMessage } from "../report/system-error.js";
import { type Accepted, acceptedPath, Judge, type Judged, type ListProblem, readAccepted } from "../scan/accepted.js";
import { ArchiveError, type Bytes } from "../scan/bytes.js";
import { differently } from "../scan/alike.js";
import { LimitError } from "../scan/budget.js";
import { MissingTool } from "../scan/decompress.js";
import { scan, type Scan } from "../scan/scan.js";
import { parseJson } from "../trust/json.js";
import { printable } from "../trust/problem.js";
import { compile } from "./pipeline.js";
import { Progress } from "./terminal/progress.js";
import { storedSize } from "./read/store.js";

interface Options {
  readonly all?: true;
  readonly json?: true;
}

/** A source with what was found in it, or why nobody looked. */
interface Result {
  readonly source: string;
  readonly sha256: string;
  readonly files?: number;
  readonly media?: number;
  readonly failure?: string;
  /** What tools that builds use unpack differently. */
  readonly unlike?: string;
  readonly findings: readonly Judged[];
}

/** `defs sources scan`. Exit codes: 0 every source was scanned and every finding is accepted, 1 not, 2 usage. */
export function registerScan(sources: Command, program: Command): void {
  sources
    .command("scan")
    .description(`name the pre-built files inside the sources, by content, that ${acceptedPath} does not accept`)
    .argument("[images...]", "only the sources of these images; all by default")
    .option("--all", "also name those that are accepted, with the reason")
    .option("--json", "as JSON, one object with everything")
    .action(async (images: string[], options: Options) => {
      const root = resolve(program.opts<{ root: string }>().root);
      process.exitCode = await run(root, images, { ...options, ...sources.opts<{ json?: true }>() });
    });
}

async function run(root: string, images: readonly string[], options: Options): Promise<number> {
  const { graph } = await compile(root);
  const unknown = images.find((image) => !graph.definitions.has(image));
  if (unknown !== undefined) throw new Error(unknownImage(unknown, graph.definitions.keys()));
  const { list, accepted, problems } = readList(root);
  const judge = new Judge(accepted);
  const wanted = images.length > 0 ? images : [...graph.definitions.keys()];
  const results = await scanAll(sourcesOf(graph, wanted), stripsOf(graph, wanted), judge);
  const scanned = new Set(results.filter(({ failure }) => failure === undefined).map(({ sha256 }) => sha256));
  problems.push(...judge.problems(namesOf(graph), scanned));
  const faults = problems.map(({ entry, message }) => ({ file: acceptedPath, line: lineOf(list, entry), message }));
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ sources: results, problems: faults }, undefined, 2)}\n`
      : text(results, options.all === true),
  );
  for (const { file, line, message } of faults)
    process.stderr.write(`${file}:${line}:1 - error: ${printable(message)}\n`);
  return faults.length === 0 &&
    results.every(
      ({ failure, unlike, findings }) =>
        failure === undefined && unlike === undefined && findings.every((finding) => finding.accepted !== undefined),
    )
    ? 0
    : 1;
}

/** Names of the sources of images by sha256, sorted by name; seeds are text of this repository, and none of them. */
function sourcesOf(graph: Graph, images: readonly string[]): Map<string, string> {
  const all = images.flatMap((image) => graph.definitions.get(image)!.sources.filter(isFetched));
  return new Map(
    all.map((source) => [source.sha256, sourceName(source)] as const).sort((a, b) => compareText(a[1], b[1])),
  );
}

/** How many components builds drop from the names in a source, by sha256; what no build unpacks is not there. */
function stripsOf(graph: Graph, images: readonly string[]): Map<string, number> {
  const all = images.flatMap((image) => graph.definitions.get(image)!.sources);
  return new Map(all.flatMap((source) => (stripOf(source) === undefined ? [] : [[source.sha256, stripOf(source)!]])));
}

/** Every name under which a definition of the tree has a source, by sha256. */
function namesOf(graph: Graph): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { sources } of graph.definitions.values()) {
    for (const source of sources) names.set(source.sha256, [...(names.get(source.sha256) ?? []), sourceName(source)]);
  }
  return names;
}

function readList(root: string): { list: string; accepted: readonly Accepted[]; problems: ListProblem[] } {
  const path = join(root, acceptedPath);
  if (!existsSync(path)) return { list: "", accepted: [], problems: [] };
  const list = readText(path);
  try {
    const { accepted, problems } = readAccepted(parseJson(list));
    return { list, accepted, problems: [...problems] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { list, accepted: [], problems: [{ message: `is not JSON: ${error.message}` }] };
  }
}

/** The line of an entry's sha256, which every good entry has once. */
function lineOf(list: string, entry: number | undefined): number {
  const place = entry === undefined ? undefined : [...list.matchAll(/(?<!\\)"sha256"\s*:/g)][entry]?.index;
  return list.slice(0, place ?? 0).split("\n").length;
}

async function scanAll(
  sources: ReadonlyMap<string, string>,
  strips: ReadonlyMap<string, number>,
  judge: Judge,
): Promise<Result[]> {
  const results: Result[] = [];
  const progress = new Progress();
  for (const [sha256, source] of sources) {
    const done = `scanning ${results.length + 1} of ${sources.size}: ${source}`;
    const result = await scanOne(sha256, (part) => progress.tell(() => `${done}, ${Math.floor(part * 100)} %`));
    const findings = "findings" in result ? judge.findings(sha256, result.findings) : [];
    const strip = strips.get(sha256);
    const unlike = "failure" in result || strip === undefined ? undefined : await differently(storePath(sha256), strip);
    results.push({ source, ...result, ...(unlike === undefined ? {} : { unlike }), sha256, findings });
  }
  progress.clear();
  return results;
}

/** Scans a file of the store. What is wrong with it is a result; anything else is thrown. */
async function scanOne(sha256: string, tell: (part: number) => void): Promise<Scan | { failure: string }> {
  const path = storePath(sha256);
  const size = storedSize(sha256);
  if (size === undefined) return { failure: "not in the store" };
  if (size === "unreadable")
    return { failure: "what lies in its place in the store is no file; delete that and fetch again" };
  try {
    const result = await scan(followed(createReadStream(path), (read) => tell(read / size)));
    return result.sha256 === sha256
      ? result
      : { failure: "its bytes in the store are not those of its sha256; delete that file and fetch again" };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).path === path) return { failure: plainMessage(error as Error) };
    if (error instanceof MissingTool || error instanceof LimitError || error instanceof ArchiveError)
      return { failure: error.message };
    throw error;
  }
}

async function* followed(bytes: AsyncIterable<Buffer>, tell: (read: number) => void): Bytes {
  let read = 0;
  for await (const piece of bytes) {
    tell((read += piece.length));
    yield piece;
  }
}

function text(results: readonly Result[], all: boolean): string {
  const lines = results.flatMap(({ source, failure, unlike, findings }) => {
    if (failure !== undefined) return [`${source}: not scanned: ${failure}\n`];
    const told = findings
      .filter(({ accepted }) => all || accepted === undefined)
      .map((finding) => `${source}: ${described(finding)}\n`);
    return unlike === undefined
      ? told
      : [`${source}: ${unlike}, which GNU's tools and busybox's unpack differently\n`, ...told];
  });
  return `${lines.join("")}${summary(results)}\n`;
}

function described({ path, kind, detail, size, sha256, accepted }: Judged): string {
  const more = `${detail === undefined ? "" : ` (${detail})`}, ${size}, ${sha256}`;
  return `${printable(path, 4096)}: ${kind}${more}${accepted === undefined ? "" : `; accepted: ${accepted}`}`;
}

function summary(results: readonly Result[]): string {
  const sum = (number: (result: Result) => number): number =>
    results.reduce((total, result) => total + number(result), 0);
  const scanned = results.filter(({ failure }) => failure === undefined);
  const findings = results.flatMap((result) => result.findings);
  const open = findings.filter(({ accepted }) => accepted === undefined).length;
  const missing = results.some(({ failure }) => failure === "not in the store");
  return [
    `scanned ${scanned.length} of ${results.length} sources: ${sum(({ files }) => files ?? 0)} files, ${sum(({ media }) => media ?? 0)} of them pictures and the like;`,
    `${findings.length} pre-built files, ${findings.length - open} accepted, ${open} not${missing ? "; `make fetch` fetches what is not in the store" : ""}`,
  ].join(" ");
}
