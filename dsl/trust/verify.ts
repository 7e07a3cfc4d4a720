import { platformFolder } from "../model/platform.js";
import { type Anchor, readTrustedPolicy } from "./anchor.js";
import { type CommittedDigest, readDigests } from "./digests.js";
import { fromTree } from "./files.js";
import { tagOf } from "../model/version.js";
import { type Graph, readGraph } from "./graph.js";
import { type ImageVerdict, type Trust, verifyImage } from "./images.js";
import { type Keyring, readKeyring } from "./keys.js";
import { hashLayout } from "./layout.js";
import { stages } from "./policy.js";
import { exitCodes, printable, type Problem, TrustError } from "./problem.js";

/** What to verify, and from which starting point. */
export interface VerifyOptions extends Anchor {
  readonly root: string;
  /** Image names; all committed digests when empty. */
  readonly images?: readonly string[];
  /** `linux/amd64`; all platforms when absent. */
  readonly platform?: string | undefined;
  /** Only name images without a committed digest, where they otherwise are problems. */
  readonly partial?: boolean | undefined;
  /** Also hash each image's layout in out/ and compare. */
  readonly layouts?: boolean | undefined;
  /** Time of the verification; the present by default. */
  readonly now?: Date;
}

/** The verdict of a whole run. */
export interface VerifyResult {
  readonly policy: { readonly version: number; readonly sha256: string };
  readonly met: boolean;
  readonly images: readonly ImageVerdict[];
  readonly refusedKeys: Keyring["refused"];
  readonly problems: readonly Problem[];
  /** What was asked for and has no committed digest. */
  readonly unchecked: readonly string[];
}

/** Images that are verified at the same time: while one waits for a file, another computes. */
const together = 16;

/** Establishes the trusted policy of a tree and reads its keys. @throws TrustError exit code 3 without them. */
export async function readTrust(root: string, anchor: Anchor, now: Date): Promise<Trust & { sha256: string }> {
  const file = await readTrustedPolicy(root, anchor, now);
  return {
    root,
    now,
    policy: file.policy,
    sha256: file.sha256,
    keyring: await readKeyring(fromTree(root), file.policy),
  };
}

/**
 * Verifies the signatures on committed digests against the trusted policy.
 * @throws TrustError exit code 3 without a trusted policy, 2 for images nobody committed a digest of.
 */
export async function verifySignatures(options: VerifyOptions): Promise<VerifyResult> {
  const { root } = options;
  const trust = await readTrust(root, options, options.now ?? new Date());
  const graph = await readGraph(root);
  const { digests, problems } = await readDigests(root, graph);
  const chosen = choose(graph, digests, options, problems);
  const verdicts = new Map<CommittedDigest, ImageVerdict>();
  const found: Problem[] = [...problems, ...(options.partial === true ? [] : chosen.missing)];
  const verifyOne = async (committed: CommittedDigest): Promise<void> => {
    const tag = tagFor(graph, committed);
    if (tag !== undefined) verdicts.set(committed, await verifyImage(trust, committed, tag));
  };
  for (let at = 0; at < chosen.digests.length; at += together)
    await Promise.all(chosen.digests.slice(at, at + together).map(verifyOne));
  const images = chosen.digests.flatMap((committed) => verdicts.get(committed) ?? []);
  if (options.layouts === true)
    for (const committed of chosen.digests) found.push(...(await compareLayout(root, committed)));
  if (images.length === 0 && found.length === 0)
    found.push({ code: "E504", path: "digests", message: "there is no committed digest to verify" });
  return {
    policy: { version: trust.policy.version, sha256: trust.sha256 },
    met: found.length === 0 && images.every((image) => image.met),
    images,
    refusedKeys: trust.keyring.refused,
    problems: found,
    unchecked: chosen.missing.map(({ message }) => message),
  };
}

/** The tag an image is signed under, from the graph; undefined for an image that is not in it, which is a fault of its digests file. */
export function tagFor(graph: Graph, committed: Pick<CommittedDigest, "platform" | "image">): string | undefined {
  const item = graph.get(committed.platform)?.get(committed.image);
  return item === undefined ? undefined : tagOf(item.version);
}

/** The digests asked for, and what of the graph was asked for and has none. */
function choose(
  graph: Graph,
  digests: readonly CommittedDigest[],
  options: VerifyOptions,
  problems: readonly Problem[],
): { digests: CommittedDigest[]; missing: Problem[] } {
  const names = new Set(options.images ?? []);
  const platform = options.platform && platformFolder(options.platform);
  const asked = (item: { image: string; platform: string }): boolean =>
    (names.size === 0 || names.has(item.image)) && (platform === undefined || item.platform === platform);
  const chosen = digests.filter(asked);
  const unknown = [...names].filter((name) => !chosen.some((item) => item.image === name));
  if (unknown.length > 0)
    throw new TrustError([...problems, ...unknown.map((name) => refuseName(graph, name))], exitCodes.usage);
  const there = new Set(chosen.map((item) => `${item.platform}/${item.image}`));
  const missing = [...graph]
    .flatMap(([directory, group]) => [...group.keys()].map((image) => ({ platform: directory, image })))
    .filter((item) => asked(item) && !there.has(`${item.platform}/${item.image}`))
    .map((item) => noDigest(`${item.platform}/${item.image}`));
  return { digests: chosen, missing };
}

function noDigest(name: string, hint?: string): Problem {
  const message = `no committed digest of ${printable(name)}`;
  return { code: "E504", path: "digests", message, ...(hint === undefined ? {} : { hint }) };
}

function refuseName(graph: Graph, name: string): Problem {
  const near = stages
    .map((stage) => `${stage}-${name}`)
    .filter((full) => [...graph.values()].some((group) => group.has(full)));
  return noDigest(name, near[0] === undefined ? undefined : `the image is called ${near.join(" or ")}`);
}

async function compareLayout(root: string, committed: CommittedDigest): Promise<Problem[]> {
  const path = `out/${committed.platform}/${committed.image}`;
  const result = await hashLayout(root, path, committed.platform.replaceAll("-", "/"));
  if ("refused" in result) return [{ code: "E505", path, message: result.refused }];
  return result.digest === committed.digest
    ? []
    : [{ code: "E505", path, message: `has digest ${result.digest}, committed is ${committed.digest}` }];
}
