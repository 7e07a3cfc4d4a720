import type { CommittedDigest } from "./digests.js";
import { readUntrusted } from "./files.js";
import type { Keyring } from "./keys.js";
import { type Claim, refusePayload } from "./payload.js";
import { countPeople, type Policy, thresholdFor } from "./policy.js";
import { type GoodSignature, signatureLimit, verifyMessage } from "./signature.js";
import { listSignatures, signatureDirectory, signerOf } from "./signatures.js";

/** What came of one signature file. `refused` and `repeated` files do not count; each has its reason. */
export interface FileVerdict {
  readonly path: string;
  readonly verdict: "counted" | "repeated" | "refused";
  readonly reason: string;
  readonly person?: string;
  readonly warnings?: readonly string[];
}

/** Whether enough people signed one image. */
export interface ImageVerdict {
  readonly image: string;
  readonly platform: string;
  readonly stage: string;
  readonly digest: string;
  readonly met: boolean;
  readonly needed: number;
  readonly people: readonly string[];
  readonly files: readonly FileVerdict[];
}

/** What a verification rests on: the policy, its keys, and the time it is made at. */
export interface Trust {
  readonly root: string;
  readonly policy: Policy;
  readonly keyring: Keyring;
  readonly now: Date;
}

/** Verifies all signatures on one committed digest; `tag` is the one under which the image is published. */
export async function verifyImage(trust: Trust, committed: CommittedDigest, tag: string): Promise<ImageVerdict> {
  const { policy } = trust;
  const platform = committed.platform.replaceAll("-", "/");
  const claim: Claim = { name: `${policy.repository}/${committed.image}`, tag, platform, digest: committed.digest };
  const directory = signatureDirectory(policy.repository, committed.image, committed.digest);
  const threshold = thresholdFor(policy, committed.stage);
  const { people, files } = await countSignatures(trust, directory, threshold.people, (signature) =>
    refusePayload(signature.payload, claim),
  );
  return {
    image: committed.image,
    platform: committed.platform,
    stage: committed.stage,
    digest: committed.digest,
    met: countPeople(policy, people) >= threshold.need,
    needed: threshold.need,
    people,
    files,
  };
}

/**
 * Counts the people whose signatures in a directory are good, allowed and say the right thing. A person counts once,
 * however many files and keys; a bad file never hides a good one.
 */
export async function countSignatures(
  trust: Trust,
  directory: string,
  allowed: readonly string[],
  refuseClaim: (signature: GoodSignature) => string | undefined,
): Promise<{ people: string[]; files: FileVerdict[] }> {
  const listing = await listSignatures(trust.root, directory);
  const people = new Set<string>();
  const files: FileVerdict[] = [];
  for (const name of listing.usable) {
    const path = `${directory}/${name}`;
    const result = await verifyFile(trust, path, allowed, refuseClaim);
    files.push(describe(path, result, people));
    if (!("refused" in result)) people.add(result.person);
  }
  for (const { name, reason } of listing.refused)
    files.push({ path: `${directory}/${name}`, verdict: "refused", reason });
  return { people: [...people], files };
}

function describe(path: string, result: GoodSignature | { refused: string }, people: ReadonlySet<string>): FileVerdict {
  if ("refused" in result) return { path, verdict: "refused", reason: result.refused };
  const { person, warnings, fingerprint } = result;
  const repeated = people.has(person);
  return {
    path,
    verdict: repeated ? "repeated" : "counted",
    reason: repeated
      ? `${person} has signed already and counts once`
      : `good signature by ${person}, key ${fingerprint}`,
    person,
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

/** Verifies one signature file: form, cryptography, person, and last what it says. */
export async function verifyFile(
  trust: Trust,
  path: string,
  allowed: readonly string[],
  refuseClaim: (signature: GoodSignature) => string | undefined,
): Promise<GoodSignature | { refused: string }> {
  const read = await readUntrusted(trust.root, path, signatureLimit);
  if ("refused" in read) return read;
  const result = await verifyMessage(read.bytes, trust.keyring, trust.now);
  if ("refused" in result) return result;
  const named = signerOf(path.slice(path.lastIndexOf("/") + 1));
  if (named !== undefined && named !== result.fingerprint)
    return { refused: `is named by ${named}, but signed by ${result.fingerprint}` };
  if (!allowed.includes(result.person)) return { refused: `${result.person} signed, but has no role here` };
  const refused = refuseClaim(result);
  return refused === undefined ? result : { refused };
}
