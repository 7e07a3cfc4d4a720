import { platformFolder } from "../model/platform.js";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { readDigests } from "./digests.js";
import { fromTree, readUntrusted, writeNew } from "./files.js";
import { tagOf } from "../model/version.js";
import { readGraph, stageOf } from "./graph.js";
import type { ImageVerdict } from "./images.js";
import { readKeyring } from "./keys.js";
import { MessageError } from "./message.js";
import { type Claim, refusePayload } from "./payload.js";
import { placeSignature } from "./place.js";
import { countPeople, dayOf, readPolicy, thresholdFor } from "./policy.js";
import { exitCodes, fail } from "./problem.js";
import { importLimit, recode } from "./recode.js";
import { verifyMessage } from "./signature.js";
import { signatureDirectory } from "./signatures.js";
import { readTrust, verifySignatures, type VerifyOptions } from "./verify.js";

/**
 * Takes a signature on an image that another tool wrote, brings it into our form, verifies it and puts it in place.
 * @param platform `linux/amd64`. @returns the path below the root. @throws TrustError E503 for what does not count.
 */
export async function importSignature(root: string, file: string, image: string, platform: string): Promise<string> {
  const { policy } = await readPolicy(root);
  const keyring = await readKeyring(fromTree(root), policy);
  const claim = await claimOf(root, policy.repository, image, platform);
  const message = await recodeFile(file);
  const result = await verifyMessage(message, keyring, new Date());
  if ("refused" in result) return refuse(file, result.refused);
  const { people } = thresholdFor(policy, stageOf(image)!);
  if (!people.includes(result.person)) refuse(file, `${result.person} signed, but has no role for ${image}`);
  const refused = refusePayload(result.payload, claim);
  if (refused !== undefined) refuse(file, refused);
  const directory = signatureDirectory(policy.repository, image, claim.digest);
  return placeSignature(root, directory, result.fingerprint, message);
}

function refuse(path: string, message: string): never {
  return fail("E503", path, message, exitCodes.notMet);
}

async function claimOf(root: string, repository: string, image: string, platform: string): Promise<Claim> {
  const graph = await readGraph(root);
  const directory = platformFolder(platform);
  const item = graph.get(directory)?.get(image);
  const { digests } = await readDigests(root, graph);
  const digest = digests.find((each) => each.image === image && each.platform === directory)?.digest;
  if (item === undefined || digest === undefined)
    return fail("E504", "digests", `no committed digest of ${image} for ${platform}`, exitCodes.usage);
  return { name: `${repository}/${image}`, tag: tagOf(item.version), platform, digest };
}

async function recodeFile(file: string): Promise<Buffer> {
  const stats = await stat(file).catch(() => undefined);
  if (stats?.isFile() !== true) return refuse(file, "is no file");
  if (stats.size > importLimit) return refuse(file, `is ${stats.size} bytes long; at most ${importLimit} are taken`);
  try {
    return await recode(await readFile(file));
  } catch (error) {
    if (error instanceof MessageError) return refuse(file, error.message);
    throw error;
  }
}

/**
 * Writes the good signatures, numbered from 1 as podman and skopeo look for them (containers-registries.d(5)). One file that they cannot
 * read makes them refuse an image, so only what counts is written.
 * @returns how many signatures on how many images.
 */
export async function exportSignatures(
  options: VerifyOptions,
  out: string,
): Promise<{ images: number; files: number }> {
  const trust = await readTrust(options.root, options, options.now ?? new Date());
  const { images } = await verifySignatures({ ...options, partial: true });
  let files = 0;
  for (const image of images) {
    const directory = signatureDirectory(trust.policy.repository, image.image, image.digest).replace(
      /^signatures\//,
      "",
    );
    const good = image.files.filter((file) => file.verdict === "counted");
    for (const [index, { path }] of good.entries()) {
      const read = await readUntrusted(options.root, path, 1 << 16);
      if ("refused" in read) return refuse(path, read.refused);
      const target = `${directory}/signature-${index + 1}`;
      const isNew = await writeNew(join(out, target), read.bytes);
      if (!isNew && !(await readFile(join(out, target))).equals(read.bytes))
        return refuse(target, "is there already with other bytes; export into an empty folder");
      files += 1;
    }
  }
  return { images: images.filter((image) => image.people.length > 0).length, files };
}

/** What of an image's threshold is met, and what keeps the rest from being met. */
export interface ImageStatus extends ImageVerdict {
  /** People with the role and a key that may sign today, who have not signed. */
  readonly missing: readonly string[];
  readonly blocked: readonly string[];
}

/** Per image who signed, who can still sign, and what blocks. It judges by the checkout's own policy, so it proves nothing. */
export async function signingStatus(root: string, images: readonly string[]): Promise<ImageStatus[]> {
  const file = await readPolicy(root);
  const keyring = await readKeyring(fromTree(root), file.policy);
  const now = new Date();
  const today = dayOf(now);
  const able = new Set(
    keyring.keys
      .filter((key) => key.unusable === undefined && key.from <= today && today <= key.until)
      .filter((key) => key.expires === undefined || key.expires > now)
      .map((key) => key.person),
  );
  const result = await verifySignatures({ root, images, trustedPolicy: file.sha256, partial: true });
  return result.images.map((image) => {
    const { people, need } = thresholdFor(file.policy, stageOf(image.image)!);
    const missing = people.filter((person) => !image.people.includes(person) && able.has(person));
    const most = countPeople(file.policy, [...image.people, ...missing]);
    const idle = people.filter((person) => !image.people.includes(person) && !able.has(person));
    const blocked = [
      ...image.files.filter((item) => item.verdict === "refused").map((item) => `${item.path}: ${item.reason}`),
      ...idle.map((person) => `${person} has no key that may sign today`),
      ...(most < need ? [`${need} are needed, and only ${most} can sign`] : []),
    ];
    return { ...image, missing, blocked };
  });
}
