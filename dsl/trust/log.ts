import { join } from "node:path";
import { readUntrusted, writeWhole } from "./files.js";
import { leafHash, rootOf } from "./merkle.js";
import { exitCodes, fail } from "./problem.js";

/** The log of releases and digests: one leaf a line, in the order in which they were added (docs/transparency.md). */
export const logPath = "releases/log.txt";

/** A head of the log as a release names it: the number of leaves, and the root in hexadecimal. */
export interface LogHead {
  readonly size: number;
  readonly root: string;
}

/** What a release adds to the log. */
export interface Logged {
  readonly platform: string;
  readonly image: string;
  readonly tag: string;
  /** 64 lower-case hexadecimal digits. */
  readonly digest: string;
}

const leafForm =
  /^(?:release [1-9][0-9]{0,8} [0-9a-f]{64}|digest [a-z0-9]+(?:-[a-z0-9]+)+ [a-z0-9][a-z0-9._-]* [A-Za-z0-9_][A-Za-z0-9_.-]{0,127} [0-9a-f]{64})$/;

/** The leaf of one image's digest. */
export function digestLeaf({ platform, image, tag, digest }: Logged): string {
  return `digest ${platform} ${image} ${tag} ${digest}`;
}

/** The leaf of a release, by the SHA-256 of its file. */
export function releaseLeaf(number: number, sha256: string): string {
  return `release ${number} ${sha256}`;
}

/** Reads the log; none where no release was made yet. @throws TrustError E603 with the line that is no leaf. */
export async function readLog(root: string): Promise<string[]> {
  const read = await readUntrusted(root, logPath, 1 << 26);
  if ("refused" in read && /no such file$/.test(read.refused)) return [];
  if ("refused" in read) return fail("E603", logPath, read.refused, exitCodes.notMet);
  const lines = read.bytes.toString("latin1").split("\n");
  if (lines.pop() !== "") fail("E603", logPath, "the last line does not end in a newline", exitCodes.notMet);
  for (const [index, line] of lines.entries())
    if (!leafForm.test(line)) refuseLine(index + 1, "is no leaf of a log of releases");
  return lines;
}

function refuseLine(line: number, message: string): never {
  return fail("E603", `${logPath}:${line}`, message, exitCodes.notMet);
}

/** The head of the first `size` leaves, by default of all. */
export function headOf(leaves: readonly string[], size = leaves.length): LogHead {
  return { size, root: rootOf(leaves.slice(0, size).map(leafHash)).toString("hex") };
}

/** Why a log does not begin with what a head was seen of; undefined when it does. @param whose says where the head is from. */
export function refuseHead(leaves: readonly string[], head: LogHead, whose: string): string | undefined {
  if (leaves.length < head.size) return `has ${leaves.length} leaves, but ${whose} has seen ${head.size}`;
  const { root } = headOf(leaves, head.size);
  return root === head.root
    ? undefined
    : `is a fork: its first ${head.size} leaves have the root ${root}, but ${whose} has seen ${head.root}`;
}

/**
 * The leaves that a release has to add: its predecessor, and each digest that is not the last one logged of its image. The same call again
 * adds nothing, so that an interrupted one can be repeated.
 */
export function missingLeaves(
  leaves: readonly string[],
  previous: { readonly number: number; readonly sha256: string } | undefined,
  images: readonly Logged[],
): string[] {
  const before = previous === undefined ? [] : [releaseLeaf(previous.number, previous.sha256)];
  const last = lastDigests(leaves);
  return [
    ...before.filter((leaf) => !leaves.includes(leaf)),
    ...images.filter((item) => last.get(`${item.platform} ${item.image}`) !== digestLeaf(item)).map(digestLeaf),
  ];
}

/** The last leaf of each image, by platform and name. */
function lastDigests(leaves: readonly string[]): Map<string, string> {
  return new Map(
    leaves.flatMap((leaf): [string, string][] => {
      const [kind, platform, image] = leaf.split(" ");
      return kind === "digest" ? [[`${platform!} ${image!}`, leaf]] : [];
    }),
  );
}

/** Adds leaves at the end of the log, the file whole or not at all. */
export async function extendLog(root: string, leaves: readonly string[], more: readonly string[]): Promise<LogHead> {
  const all = [...leaves, ...more];
  if (more.length > 0) await writeWhole(join(root, logPath), all.map((leaf) => `${leaf}\n`).join(""));
  return headOf(all);
}

/** Why the log, up to the head of a release, does not say what the release says; one message for each fault. */
export function compareLog(
  leaves: readonly string[],
  head: LogHead,
  previous: { readonly number: number; readonly sha256: string } | undefined,
  images: readonly Logged[],
): string[] {
  const fault = refuseHead(leaves, head, "the release");
  if (fault !== undefined) return [fault];
  return missingLeaves(leaves.slice(0, head.size), previous, images).map((leaf) => `lacks '${leaf}'`);
}
