import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { policyPayload, policySignatureDirectory, policyVersionPath, readVersion } from "./anchor.js";
import { type Carrier, carry, type Carried } from "./approval.js";
import { fromTree, readUntrusted, sha256, writeWhole } from "./files.js";
import type { Trust } from "./images.js";
import { keyHistory, keyPath, readKeyring } from "./keys.js";
import { parsePolicy, type PolicyFile, policyPath, readPolicy } from "./policy.js";
import { exitCodes, fail } from "./problem.js";
import { listSignatures } from "./signatures.js";

/**
 * Approves keys/policy.json, or a version that is kept, as a person of the version before it or of itself. Keeps the version and the key
 * files it pins in keys/history/, from which a later verifier follows the chain.
 * @param version of keys/history/; keys/policy.json by default.
 * @throws TrustError E509 when the key has no say, or somebody has signed another text as this version.
 */
export async function signPolicy(root: string, key: string, carrier: Carrier, version?: number): Promise<Carried> {
  const file = version === undefined ? await readPolicy(root) : await readVersion(root, version);
  const directory = policySignatureDirectory(file.policy.version);
  const judges = await judgesOf(root, file);
  if (version === undefined) await keepVersion(root, file);
  return carry(
    { judges, subject: "policy", directory, payload: policyPayload(file), key },
    `policy-${file.policy.version}`,
    carrier,
  );
}

async function judgesOf(root: string, file: PolicyFile): Promise<Trust[]> {
  const versions = [file];
  const { version, previous } = file.policy;
  if (version > 1) {
    const path = policyVersionPath(version - 1);
    const read = await readUntrusted(root, path, 1 << 20);
    if ("refused" in read) return refuse(path, read.refused);
    if (sha256(read.bytes) !== previous)
      return refuse(policyPath, `follows ${previous}, but ${path} is ${sha256(read.bytes)}`);
    versions.unshift(parsePolicy(read.bytes, path));
  }
  const now = new Date();
  return Promise.all(
    versions.map(async ({ policy }) => ({ root, policy, now, keyring: await readKeyring(fromTree(root), policy) })),
  );
}

function refuse(path: string, message: string, hint?: string): never {
  return fail("E509", path, message, exitCodes.notMet, hint);
}

/** Signatures are on the exact bytes: an edit after the first one would turn it into junk. */
async function keepVersion(root: string, file: PolicyFile): Promise<void> {
  const { version } = file.policy;
  const path = policyVersionPath(version);
  const kept = await readUntrusted(root, path, 1 << 20);
  if ("bytes" in kept && sha256(kept.bytes) !== file.sha256) {
    const { usable } = await listSignatures(root, policySignatureDirectory(version));
    if (usable.length > 0)
      refuse(
        path,
        `version ${version} was signed as ${sha256(kept.bytes)}, ${policyPath} is ${file.sha256}`,
        "make the change a version of its own, or remove the signatures and let everybody sign again",
      );
  }
  await writeWhole(join(root, path), await readFile(join(root, policyPath)));
  for (const { fingerprint, sha256: pin } of file.policy.people.flatMap((person) => person.keys)) {
    const read = await readUntrusted(root, keyPath(fingerprint), 1 << 18);
    if ("bytes" in read && sha256(read.bytes) === pin)
      await writeWhole(join(root, `${keyHistory}/${pin}.asc`), read.bytes);
  }
}
