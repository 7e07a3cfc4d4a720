import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { policySignatureDirectory, policyVersionPath } from "./anchor.js";
import { fromTree, readUntrusted, sha256, writeWhole } from "./files.js";
import type { Json } from "./json.js";
import { keyPath, readKeyFile } from "./keys.js";
import { parsePolicy, type PolicyFile, policyPath, readPolicyJson } from "./policy.js";
import { exitCodes, fail } from "./problem.js";
import { listSignatures } from "./signatures.js";

type Members = Readonly<Record<string, Json>>;

/**
 * Writes into keys/policy.json what can be calculated: `version`, one higher where somebody has signed the present one, `previous`, and
 * the SHA-256 of each key file. Where nothing was changed it writes nothing.
 * @throws TrustError E501 when what came out is no policy, E502 for a key file that is not the key.
 */
export async function preparePolicy(root: string): Promise<PolicyFile> {
  const value = await readPolicyJson(root);
  const members = isObject(value) ? value : fail("E501", policyPath, "an object is needed", exitCodes.noPolicy);
  const hashes = await hashKeys(root, fingerprintsIn(members));
  const stated = typeof members["version"] === "number" ? members["version"] : 1;
  const signed = (await listSignatures(root, policySignatureDirectory(stated))).usable.length > 0;
  const pinned = pin(members, hashes) as Members;
  if (signed && (await sameAsKept(root, stated, pinned)))
    return parsePolicy(await readFile(join(root, policyPath)), policyPath);
  const version = signed ? stated + 1 : stated;
  const previous = version > 1 ? await hashOfVersion(root, version - 1) : null;
  const text = `${JSON.stringify({ ...pinned, version, previous }, undefined, 2)}\n`;
  const file = parsePolicy(Buffer.from(text), policyPath);
  await writeWhole(join(root, policyPath), text);
  return file;
}

function isObject(value: Json | undefined): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the kept version, which is final, says the same; how it is laid out does not matter. */
async function sameAsKept(root: string, version: number, pinned: Members): Promise<boolean> {
  const kept = await readPolicyJson(root, policyVersionPath(version));
  return JSON.stringify(kept) === JSON.stringify(pinned);
}

async function hashOfVersion(root: string, version: number): Promise<string> {
  const path = policyVersionPath(version);
  const read = await readUntrusted(root, path, 1 << 20);
  if ("bytes" in read) return sha256(read.bytes);
  return fail(
    "E501",
    path,
    read.refused,
    exitCodes.noPolicy,
    `version ${version} must be signed before one follows it`,
  );
}

function fingerprintsIn(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(fingerprintsIn);
  if (!isObject(value)) return [];
  const own = value["fingerprint"];
  return typeof own === "string" && /^[0-9A-F]{40}$/.test(own) ? [own] : Object.values(value).flatMap(fingerprintsIn);
}

/** SHA-256 of the files in keys/; a key that is only in keys/history/ keeps the one that the policy has. */
async function hashKeys(root: string, fingerprints: readonly string[]): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const fingerprint of fingerprints) {
    const read = await readUntrusted(root, keyPath(fingerprint), 1 << 18);
    if ("refused" in read && read.refused === "no such file") continue;
    const key = await readKeyFile(fromTree(root), fingerprint);
    if ("refused" in key) return fail("E502", keyPath(fingerprint), key.refused, exitCodes.notMet);
    if ("bytes" in read) hashes.set(fingerprint, sha256(read.bytes));
  }
  return hashes;
}

function pin(value: Json, hashes: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => pin(item, hashes));
  if (!isObject(value)) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, pin(member, hashes)]));
  const hash = hashes.get(String(value["fingerprint"]));
  return hash === undefined ? members : { ...members, sha256: hash };
}
