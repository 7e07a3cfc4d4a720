import { join } from "node:path";
import { z } from "zod";
import { approvalPayload, carry, type Carried, type Carrier, countApprovals } from "./approval.js";
import { readDigests } from "./digests.js";
import { listUntrusted, readUntrusted, sha256, writeNew } from "./files.js";
import { imageName, readGraph } from "./graph.js";
import type { FileVerdict, Trust } from "./images.js";
import { parseJson } from "./json.js";
import { compareLog, extendLog, type LogHead, logPath, missingLeaves, readLog, refuseHead } from "./log.js";
import { dayOf } from "./policy.js";
import { exitCodes, fail, type Problem, TrustError } from "./problem.js";
import { readSeen, type Seen, writeSeen } from "./seen.js";
import { tagFor } from "./verify.js";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const releaseSchema = z.strictObject({
  schema: z.literal(1),
  release: z.int().min(1).max(999_999_999),
  previous: z.union([z.null(), hash]),
  repository: z.string(),
  expires: z.iso.date(),
  log: z.strictObject({ size: z.int().min(1), root: hash }),
  images: z
    .array(
      z.strictObject({
        platform: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)+$/),
        image: z.string().regex(imageName),
        tag: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/),
        digest: hash,
      }),
    )
    .min(1),
});

/** One signed list of every image's digest, with a number that only grows. */
export type Release = z.infer<typeof releaseSchema>;
interface ReleaseFile {
  readonly release: Release;
  readonly sha256: string;
}

/** Path of a release in a tree. */
export function releasePath(number: number): string {
  return `releases/${number}.json`;
}

/** Directory of the signatures on a release. */
export function releaseSignatureDirectory(number: number): string {
  return `releases/${number}.signatures`;
}

/** The payload people sign to approve a release. */
export function releasePayload(file: ReleaseFile): string {
  return approvalPayload("release", file.release.repository, file.release.release, file.sha256);
}

/**
 * Writes releases/<N>.json over all committed digests, N one above the newest.
 * @param expires last day on which the release is current, YYYY-MM-DD.
 * @throws TrustError E506 when a digests file has a fault.
 */
export async function createRelease(
  root: string,
  repository: string,
  expires: string,
): Promise<{ path: string; sha256: string }> {
  const graph = await readGraph(root);
  const { digests, problems } = await readDigests(root, graph);
  if (problems[0] !== undefined) fail("E506", problems[0].path, problems[0].message, exitCodes.notMet);
  const number = (await newestRelease(root)) + 1;
  const before = number === 1 ? undefined : await readRelease(root, number - 1);
  const previous = before?.sha256 ?? null;
  const images = digests.map(({ platform, image, digest }) => {
    const tag =
      tagFor(graph, { platform, image }) ??
      fail("E506", "generated/graph.json", `${image} is not in the graph`, exitCodes.notMet);
    return { platform, image, tag, digest };
  });
  const log = await growLog(root, before, images);
  const release = releaseSchema.parse({ schema: 1, release: number, previous, repository, expires, log, images });
  const text = `${JSON.stringify(release, null, 1)}\n`;
  if (!(await writeNew(join(root, releasePath(number)), text)))
    fail("E506", releasePath(number), "exists already", exitCodes.notMet);
  return { path: releasePath(number), sha256: sha256(text) };
}

/** Adds to the log what a new release says. @throws TrustError E603 when the log does not begin with the head of the release before. */
async function growLog(root: string, before: ReleaseFile | undefined, images: Release["images"]): Promise<LogHead> {
  const leaves = await readLog(root);
  const fault = before && refuseHead(leaves, before.release.log, `release ${before.release.release}`);
  if (fault !== undefined) fail("E603", logPath, fault, exitCodes.notMet);
  return extendLog(root, leaves, missingLeaves(leaves, before && numbered(before), images));
}

function numbered({ release, sha256: found }: ReleaseFile): { number: number; sha256: string } {
  return { number: release.release, sha256: found };
}

/** What keeps the log from being the one that this release, those before it, and the reader's own notes have seen. */
async function checkLog(root: string, file: ReleaseFile, heads: readonly SeenHead[]): Promise<Problem[]> {
  const leaves = await readLog(root);
  const { release } = file;
  const previous = release.previous === null ? undefined : { number: release.release - 1, sha256: release.previous };
  const messages = [
    ...compareLog(leaves, release.log, previous, release.images),
    ...heads.flatMap(({ head, whose }) => refuseHead(leaves, head, whose) ?? []),
  ];
  return messages.map((message) => ({ code: "E603", path: logPath, message }));
}

/** A head of the log, and whose it is. */
export interface SeenHead {
  readonly head: LogHead;
  readonly whose: string;
}

/** The heads that a release must grow from: its predecessor's, the one noted here, and those that the caller kept. */
async function earlierHeads(
  root: string,
  { release }: ReleaseFile,
  seen: Seen | undefined,
  kept: readonly LogHead[],
): Promise<SeenHead[]> {
  const before =
    release.release === 1 ? undefined : await readRelease(root, release.release - 1).catch(() => undefined);
  return [
    ...(before === undefined ? [] : [{ head: before.release.log, whose: `release ${before.release.release}` }]),
    ...(seen?.log === undefined ? [] : [{ head: seen.log, whose: "an earlier verification here" }]),
    ...kept.map((head) => ({ head, whose: "whoever kept --head" })),
  ];
}

/** Number of the newest release, 0 without any. */
export async function newestRelease(root: string): Promise<number> {
  const numbers = (await listUntrusted(root, "releases")).map((name) =>
    Number(/^([1-9][0-9]{0,8})\.json$/.exec(name)?.[1] ?? 0),
  );
  return Math.max(0, ...numbers);
}

/** Reads one release file, strictly. @throws TrustError E506. */
export async function readRelease(root: string, number: number): Promise<ReleaseFile> {
  const path = releasePath(number);
  const read = await readUntrusted(root, path, 1 << 24);
  if ("refused" in read) return fail("E506", path, read.refused, exitCodes.notMet);
  try {
    const release = releaseSchema.parse(JSON.parse(JSON.stringify(parseJson(read.bytes.toString("utf8")))));
    if (release.release !== number) fail("E506", path, `says release ${release.release}`, exitCodes.notMet);
    return { release, sha256: sha256(read.bytes) };
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    return fail(
      "E506",
      path,
      issue ? `${issue.path.join(".")}: ${issue.message}` : (error as Error).message,
      exitCodes.notMet,
    );
  }
}

/**
 * Approves a release, after checking that the committed digests are exactly its own. @throws TrustError E506 when they are not, E509
 * when the key has no say.
 */
export async function signRelease(trust: Trust, number: number, key: string, carrier: Carrier): Promise<Carried> {
  const file = await readRelease(trust.root, number);
  const found = [
    ...checkFile(trust, file),
    ...(await checkPredecessors(trust.root, file, undefined, 1)),
    ...(await compareDigests(trust.root, file.release)),
  ];
  const logFaults = await checkLog(trust.root, file, await earlierHeads(trust.root, file, undefined, []));
  if (found.length + logFaults.length > 0) {
    const problems = [...found.map((message) => ({ code: "E506", path: releasePath(number), message })), ...logFaults];
    throw new TrustError(problems, exitCodes.notMet);
  }
  const directory = releaseSignatureDirectory(number);
  const approval = { judges: [trust], subject: "release", directory, payload: releasePayload(file), key } as const;
  return carry(approval, `release-${number}`, carrier);
}

/** What came of verifying a release. */
export interface ReleaseVerdict {
  readonly release: number;
  /** The head of the log that this release's signatures sign. */
  readonly log: LogHead;
  readonly met: boolean;
  readonly needed: number;
  readonly people: readonly string[];
  readonly files: readonly FileVerdict[];
  readonly problems: readonly Problem[];
  /** Whether anything was known that an older release could be told by. */
  readonly rollbackChecked: boolean;
}

export interface ReleaseOptions {
  /** The release to verify; the newest of the tree by default. */
  readonly number?: number | undefined;
  /** Lowest release to accept, stated by the verifier. */
  readonly minimum?: number | undefined;
  /** Directory of the state file; undefined keeps no state. */
  readonly stateDirectory?: string | undefined;
  /** Heads of the log that the verifier kept: a log that does not begin with each is a fork. */
  readonly heads?: readonly LogHead[] | undefined;
}

/**
 * Verifies a release: signatures, expiry, its place in the sequence, and that the committed digests are exactly its own.
 * A release that passes becomes the highest one seen.
 */
export async function verifyRelease(trust: Trust, options: ReleaseOptions): Promise<ReleaseVerdict> {
  const number = options.number ?? (await newestRelease(trust.root));
  const file = await readRelease(trust.root, number);
  const approvals = await countApprovals(trust, "release", releaseSignatureDirectory(number), releasePayload(file));
  const seen =
    options.stateDirectory === undefined ? undefined : await readSeen(options.stateDirectory, trust.policy.repository);
  const messages = [
    ...(approvals.met ? [] : [`${approvals.people.length} of ${approvals.need} signatures needed`]),
    ...checkFile(trust, file),
    ...checkSequence(file, trust.policy.minimumRelease, options.minimum, seen),
    ...(await checkPredecessors(trust.root, file, seen, trust.policy.minimumRelease)),
    ...(await compareDigests(trust.root, file.release)),
  ];
  const heads = await earlierHeads(trust.root, file, seen, options.heads ?? []);
  const problems: Problem[] = [
    ...messages.map((message) => ({ code: "E506", path: releasePath(number), message })),
    ...(await checkLog(trust.root, file, heads)),
  ];
  const met = problems.length === 0;
  if (met && options.stateDirectory !== undefined)
    await writeSeen(options.stateDirectory, trust.policy.repository, {
      release: number,
      sha256: file.sha256,
      log: file.release.log,
    });
  return {
    release: number,
    log: file.release.log,
    met,
    needed: approvals.need,
    people: approvals.people,
    files: approvals.files,
    problems,
    rollbackChecked: seen !== undefined || options.minimum !== undefined,
  };
}

function checkFile(trust: Trust, { release }: ReleaseFile): string[] {
  const today = dayOf(trust.now);
  return [
    ...(release.repository === trust.policy.repository
      ? []
      : [`is for ${release.repository}, the policy for ${trust.policy.repository}`]),
    ...(release.expires < today
      ? [`release ${release.release} expired on ${release.expires}; a newer one must exist`]
      : []),
  ];
}

function checkSequence(
  { release, sha256: found }: ReleaseFile,
  policyMinimum: number,
  minimum: number | undefined,
  seen: Seen | undefined,
): string[] {
  const { release: number } = release;
  return [
    ...(number < policyMinimum
      ? [`release ${number} is older than ${policyMinimum}, the oldest the policy accepts`]
      : []),
    ...(minimum !== undefined && number < minimum
      ? [`release ${number} is older than ${minimum}, the lowest asked for`]
      : []),
    ...(seen !== undefined && number < seen.release
      ? [`release ${number} is older than ${seen.release}, which was seen before`]
      : []),
    ...(seen?.release === number && seen.sha256 !== found
      ? [`release ${number} was seen with SHA-256 ${seen.sha256}, now it has ${found}`]
      : []),
  ];
}

/**
 * Follows the hashes of predecessors down to the release that was seen, the policy's oldest or the first: a fork is noticed however many
 * releases it has grown since.
 */
async function checkPredecessors(
  root: string,
  file: ReleaseFile,
  seen: Seen | undefined,
  oldest: number,
): Promise<string[]> {
  const end = Math.max(1, Math.min(seen?.release ?? oldest, file.release.release));
  let next = file.release;
  while (next.release > end) {
    const number = next.release - 1;
    if (next.previous === null) return [`release ${next.release} has no hash of its predecessor`];
    const read = await readUntrusted(root, releasePath(number), 1 << 24);
    if ("refused" in read) return [`predecessor ${number} cannot be compared: ${read.refused}`];
    const found = sha256(read.bytes);
    if (found !== next.previous) return [`follows ${next.previous}, but release ${number} here is ${found}`];
    if (seen?.release === number && seen.sha256 !== found)
      return [`follows ${found}, but release ${number} was seen as ${seen.sha256}`];
    next = (await readRelease(root, number)).release;
  }
  return next.release === 1 && next.previous !== null ? ["release 1 can have no predecessor"] : [];
}

/** The committed digests must be those of this release and no other, or images of two releases could be mixed. */
async function compareDigests(root: string, release: Release): Promise<string[]> {
  const graph = await readGraph(root);
  const { digests, problems } = await readDigests(root, graph);
  const key = (item: { platform: string; image: string }): string => `${item.platform}/${item.image}`;
  const wanted = new Map(release.images.map((item) => [key(item), item]));
  const found = new Map(digests.map((item) => [key(item), item.digest]));
  return [
    ...problems.map((problem) => `${problem.path}:${problem.line ?? 1}: ${problem.message}`),
    ...(wanted.size === release.images.length ? [] : ["lists an image twice"]),
    ...[...wanted]
      .filter(([name]) => !found.has(name))
      .map(([name]) => `${name} is part of the release, but has no committed digest`),
    ...[...found].flatMap(([name, digest]) => {
      const item = wanted.get(name);
      if (item === undefined) return [`${name} is committed, but no part of the release`];
      const tag = tagFor(graph, item);
      if (item.tag !== tag) return [`${name} is tagged ${tag}, the release has ${item.tag}`];
      return item.digest === digest ? [] : [`${name} is committed as ${digest}, the release has ${item.digest}`];
    }),
  ];
}
