import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { kindOf, listUntrusted, readUntrusted } from "./files.js";
import { type Graph, stageOf } from "./graph.js";
import { type Stage, stages } from "./policy.js";
import { printable, type Problem } from "./problem.js";

/** A committed digest: what an image must be. */
export interface CommittedDigest {
  readonly platform: string;
  readonly stage: Stage;
  readonly image: string;
  readonly digest: string;
}

/** Path of a digests file in a tree; `platform` is spelt `linux-amd64`. */
export function digestsPath(platform: string, stage: string): string {
  return `digests/${platform}/${stage}.txt`;
}

/** What lies in digests/ beside the platforms and decides nothing here. */
const besidePlatforms = "provenance.txt";

/**
 * Reads every digests/<os-arch>/<stage>.txt of a tree and checks each line.
 * @returns the digests of the files without fault, and every fault with its line.
 */
export async function readDigests(
  root: string,
  graph: Graph,
): Promise<{ digests: CommittedDigest[]; problems: Problem[] }> {
  const digests: CommittedDigest[] = [];
  const problems: Problem[] = await refuseNonDirectory(root, "digests");
  for (const platform of await listUntrusted(root, "digests")) {
    if (platform === besidePlatforms) continue;
    const found = await refuseNonDirectory(root, `digests/${platform}`);
    problems.push(...found);
    if (found.length > 0) continue;
    for (const name of await listUntrusted(root, `digests/${platform}`)) {
      const stage = stages.find((item) => name === `${item}.txt`);
      if (stage === undefined)
        problems.push({
          code: "E504",
          path: `digests/${platform}/${name}`,
          message: `not the digests of a stage: ${stages.join(", ")}`,
        });
      else await readStage(root, graph, platform, stage, digests, problems);
    }
  }
  return { digests, problems };
}

/** A link in place of a directory would make its images vanish: it is a fault. */
async function refuseNonDirectory(root: string, path: string): Promise<Problem[]> {
  const stats = await lstat(join(root, path)).catch(() => undefined);
  if (stats === undefined || stats.isDirectory()) return [];
  return [{ code: "E504", path, message: `must be a directory, is ${kindOf(stats)}` }];
}

async function readStage(
  root: string,
  graph: Graph,
  platform: string,
  stage: Stage,
  digests: CommittedDigest[],
  problems: Problem[],
): Promise<void> {
  const path = digestsPath(platform, stage);
  const read = await readUntrusted(root, path, 1 << 22);
  if ("refused" in read) return void problems.push({ code: "E504", path, message: read.refused });
  const file = parseDigests(
    read.bytes.toString("latin1"),
    path,
    (image) => stageOf(image) === stage && graph.get(platform)?.has(image) === true,
  );
  problems.push(...file.problems);
  for (const [image, digest] of file.digests) digests.push({ platform, stage, image, digest });
}

const linePattern = /^([0-9a-f]{64}) ([a-z0-9][a-z0-9._-]{0,127})$/;

/** Parses the text of one digests file: `<sha256> <image>` lines, sorted by image, each name once and known. */
export function parseDigests(
  text: string,
  path: string,
  isKnown: (image: string) => boolean,
): { digests: Map<string, string>; problems: Problem[] } {
  const digests = new Map<string, string>();
  const problems: Problem[] = [];
  const lines = text.split("\n");
  const report = (line: number, message: string): void => void problems.push({ code: "E504", path, line, message });
  if (text === "") report(1, "is empty; a stage without digests has no file");
  else if (lines.pop() !== "") report(lines.length + 1, "the last line does not end in a newline");
  if (text === "") return { digests, problems };
  let previous = "";
  lines.forEach((line, index) => {
    const [, digest, image] = linePattern.exec(line) ?? [];
    if (digest === undefined || image === undefined) return report(index + 1, refuseLine(line));
    const earlier = digests.get(image);
    if (earlier !== undefined)
      return report(
        index + 1,
        earlier === digest ? `${image} is there twice` : `${image} has two digests: ${earlier} and ${digest}`,
      );
    if (image < previous) report(index + 1, `${image} comes after ${previous}; lines are sorted by image`);
    if (!isKnown(image))
      report(index + 1, `${image} is not an image of this stage and platform in generated/graph.json`);
    previous = image;
    digests.set(image, digest);
  });
  return { digests, problems };
}

function refuseLine(line: string): string {
  if (line.endsWith("\r")) return "line ends in a carriage return";
  return `'<64 lower-case hexadecimal digits> <image>' is needed, found '${printable(line, 80)}'`;
}
