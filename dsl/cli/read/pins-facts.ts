import { platformFolder } from "../../model/platform.js";
import type { KnownImage, KnownImages } from "../../pins/judge.js";
import type { Change } from "../../site/catalogue.js";
import { readDigests } from "../../trust/digests.js";
import { tagOf } from "../../model/version.js";
import { type GraphImage, readGraph } from "../../trust/graph.js";
import { exitCodes, TrustError } from "../../trust/problem.js";
import { newestRelease, readRelease } from "../../trust/release.js";
import { repositoryPath } from "../../trust/signatures.js";
import { commitFormat, parseHistory } from "../../site/history.js";
import { changeLog } from "./git.js";
import type { AnchorOptions } from "../terminal/trust-output.js";
import { policyThere, verifiedFrom } from "./trusted.js";

/** What decides about pins, and where from. */
export interface FactsOptions extends AnchorOptions {
  readonly platform: string;
  readonly repository?: string;
}

/**
 * Reads what a tree knows of its images: graph, committed digests, history and releases; signatures where there is an anchor.
 * Evaluates no definition. @throws TrustError for digests, releases or a policy that cannot be read.
 */
export async function knownImages(root: string, options: FactsOptions): Promise<KnownImages> {
  const graph = await readGraph(root);
  const { digests, problems } = await readDigests(root, graph);
  if (problems.length > 0) throw new TrustError(problems, exitCodes.notMet);
  const directory = platformFolder(options.platform);
  const mine = new Map(
    digests.filter(({ platform }) => platform === directory).map(({ image, digest }) => [image, digest]),
  );
  const [history, releases, signers, repositories] = await Promise.all([
    changeLog(root, commitFormat).then((log) => parseHistory(log ?? "")),
    releasesByDigest(root),
    signersOf(root, options, directory),
    repositoriesOf(root, options.repository),
  ]);
  const known = (image: GraphImage): KnownImage => ({
    version: image.version ?? undefined,
    tag: tagOf(image.version),
    digest: mine.get(image.name),
    digests: datedDigests(history.get(image.name) ?? []),
    releasesOf: (digest) => releases.get(digest) ?? [],
    signers: signers?.get(image.name) ?? (signers === undefined ? undefined : 0),
  });
  const all = [...graph.values()].flatMap((images) => [...images.values()]);
  return { repositories, images: new Map(all.map((image) => [image.name, known(image)])) };
}

/** Each digest with the version that the text had when it was written down. */
function datedDigests(changes: readonly Change[]): KnownImage["digests"] {
  return changes.flatMap(({ digest, date, commit }, index) => {
    const version = changes.slice(index).find((change) => change.version !== undefined)?.version;
    return digest === undefined ? [] : [{ digest, date, commit, version }];
  });
}

async function releasesByDigest(root: string): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for (let number = await newestRelease(root); number > 0; number--)
    for (const { digest } of (await readRelease(root, number)).release.images)
      found.set(digest, [...(found.get(digest) ?? []), number]);
  return found;
}

async function signersOf(
  root: string,
  anchor: FactsOptions,
  directory: string,
): Promise<Map<string, number> | undefined> {
  const verdict = await verifiedFrom(root, anchor);
  const mine = verdict?.images.filter(({ platform }) => platform === directory);
  return mine && new Map(mine.map(({ image, people }) => [image, people.length]));
}

/** The policy's repository, or the one that was named, each also without its host; and the name of generated texts. */
async function repositoriesOf(root: string, named: string | undefined): Promise<string[]> {
  const policy = (await policyThere(root))?.repository;
  return [
    "stagex.invalid",
    ...[named, policy].flatMap((name) => (name === undefined ? [] : [name, repositoryPath(name)])),
  ];
}
