import { readUntrusted, writeNew } from "./files.js";
import type { Trust } from "./images.js";
import { dayOf } from "./policy.js";
import { exitCodes, fail } from "./problem.js";
import { signerFile } from "./signatures.js";

/** Why a key may not sign today by a policy: not listed, not readable, weak, revoked, expired or outside its window. */
export function refuseKey(trust: Trust, fingerprint: string): string | undefined {
  const bad = trust.keyring.refused.find((key) => key.path.includes(fingerprint));
  if (bad !== undefined) return `${bad.path}: ${bad.reason}`;
  const key = trust.keyring.keys.find((item) => item.fingerprint === fingerprint);
  if (key === undefined) return `key ${fingerprint} is not listed; the policy must list it first`;
  if (key.unusable !== undefined) return `${key.path}: ${key.unusable}`;
  if (key.expires !== undefined && key.expires <= trust.now) return `${key.path}: key expired on ${dayOf(key.expires)}`;
  const today = dayOf(trust.now);
  if (today >= key.from && today <= key.until) return undefined;
  return `key ${fingerprint} is accepted from ${key.from} until ${key.until}; today is ${today}`;
}

/**
 * Writes a verified signature under its signer's name, so that people who sign at the same time never meet. Nothing
 * is overwritten.
 * @returns the path below the root. @throws TrustError E509 when another file of the signer's is there.
 */
export async function placeSignature(
  root: string,
  directory: string,
  fingerprint: string,
  bytes: Buffer,
): Promise<string> {
  const path = `${directory}/${signerFile(fingerprint)}`;
  if (await writeNew(`${root}/${path}`, bytes)) return path;
  const present = await readUntrusted(root, path, 1 << 16);
  if ("bytes" in present && present.bytes.equals(bytes)) return path;
  return fail("E509", path, "is there already and does not count", exitCodes.notMet, "remove it, then sign again");
}
