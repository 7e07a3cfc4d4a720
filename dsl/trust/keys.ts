import { type Key, readKeys, type SignaturePacket } from "openpgp";
import type { FileSource } from "./files.js";
import { dayOf, type Policy } from "./policy.js";

/** A public key the policy lists, read and judged once. */
export interface TrustedKey {
  readonly person: string;
  /** Primary fingerprint, 40 upper-case hexadecimal digits. */
  readonly fingerprint: string;
  readonly path: string;
  readonly key: Key;
  readonly from: string;
  readonly until: string;
  /** Why no signature by this key counts, if so. */
  readonly unusable: string | undefined;
  readonly expires: Date | undefined;
  readonly warning: string | undefined;
}

/** The keys of a policy, found by the 16-digit id of a primary or signing subkey, and what was wrong with the others. */
export interface Keyring {
  readonly byKeyId: ReadonlyMap<string, readonly TrustedKey[]>;
  readonly keys: readonly TrustedKey[];
  readonly refused: readonly { path: string; person: string; reason: string }[];
}

/** Largest key file that is read, in bytes. */
const keyLimit = 1 << 18;

/** Path of a key file in a tree. */
export function keyPath(fingerprint: string): string {
  return `keys/${fingerprint}.asc`;
}

/** Reads keys/<PRIMARY FINGERPRINT>.asc for every key the policy lists; any other file in keys/ has no effect. */
export async function readKeyring(source: FileSource, policy: Policy): Promise<Keyring> {
  const keys: TrustedKey[] = [];
  const refused: { path: string; person: string; reason: string }[] = [];
  for (const person of policy.people) {
    for (const entry of person.keys) {
      const path = keyPath(entry.fingerprint);
      const read = await readKeyFile(source, entry.fingerprint);
      if ("refused" in read) refused.push({ path, person: person.name, reason: read.refused });
      else keys.push({ ...entry, person: person.name, path, ...(await judge(read.key)) });
    }
  }
  return { keys, refused, byKeyId: index(keys) };
}

/** Reads one key file and checks its form: armoured, public, a single version 4 key, named by its own fingerprint. */
export async function readKeyFile(
  source: FileSource,
  fingerprint: string,
): Promise<{ key: Key } | { refused: string }> {
  const read = await source(keyPath(fingerprint), keyLimit);
  if ("refused" in read) return read;
  const text = read.bytes.toString("latin1");
  if (
    !/^-----BEGIN PGP PUBLIC KEY BLOCK-----\n[^]*\n-----END PGP PUBLIC KEY BLOCK-----\n$/.test(text) ||
    text.split("-----BEGIN").length !== 2
  ) {
    return { refused: "not one armoured public key block and nothing else" };
  }
  try {
    return refuseKeys(await readKeys({ armoredKeys: text }), fingerprint);
  } catch (error) {
    return { refused: `cannot be read as a key: ${(error as Error).message}` };
  }
}

function refuseKeys(keys: readonly Key[], fingerprint: string): { key: Key } | { refused: string } {
  const [key] = keys;
  if (key === undefined || keys.length !== 1) return { refused: `holds ${keys.length} keys; one is needed` };
  if (key.isPrivate()) return { refused: "holds a private key" };
  const found = key.getFingerprint().toUpperCase();
  if (key.keyPacket.version !== 4)
    return { refused: `version ${key.keyPacket.version} key; GnuPG 2.4 and skopeo read version 4 only` };
  if (found !== fingerprint) return { refused: `holds key ${found}, but is named ${fingerprint}` };
  return { key };
}

async function judge(key: Key): Promise<Pick<TrustedKey, "key" | "unusable" | "expires" | "warning">> {
  const weakness = refuseAlgorithm(key.getAlgorithmInfo());
  const revoked = await describeRevocation(key);
  const end = await key.getExpirationTime();
  const bits = key.getAlgorithmInfo().bits;
  return {
    key,
    unusable: weakness ?? revoked ?? (end === null ? "key has no valid self-signature" : undefined),
    expires: end instanceof Date ? end : undefined,
    warning: bits !== undefined && bits < 3072 ? `RSA key of ${bits} bits; 3072 or more is advised` : undefined,
  };
}

const curves = new Set(["ed25519Legacy", "nistP256", "nistP384", "nistP521"]);

/** Why keys of an algorithm do not count: RSA below 2048 bits, DSA, or what GnuPG 2.4 and skopeo cannot read. */
export function refuseAlgorithm(info: { algorithm: string; bits?: number; curve?: string }): string | undefined {
  if (info.algorithm === "rsaEncryptSign")
    return (info.bits ?? 0) < 2048 ? `RSA key of ${info.bits} bits; at least 2048 are needed` : undefined;
  if (["ecdsa", "eddsaLegacy"].includes(info.algorithm) && curves.has(info.curve ?? "")) return undefined;
  return `key algorithm ${info.algorithm}${info.curve === undefined ? "" : ` (${info.curve})`} is not accepted`;
}

const revocationReasons: Readonly<Record<number, string>> = { 1: "superseded", 2: "compromised", 3: "retired" };

/** Says why a primary key is revoked; every revocation counts, whenever it was made. */
async function describeRevocation(key: Key): Promise<string | undefined> {
  // A null date makes the library judge revocations of any time, which its types do not say.
  if (!(await key.isRevoked(undefined, undefined, null as unknown as Date))) return undefined;
  const packets = (key as Key & { revocationSignatures: SignaturePacket[] }).revocationSignatures;
  const reason = packets[0]?.reasonForRevocationFlag ?? 0;
  const since = packets[0]?.created;
  return `key is revoked (${revocationReasons[reason] ?? "no reason given"}${since ? `, ${dayOf(since)}` : ""}); what it signed must be signed again`;
}

function index(keys: readonly TrustedKey[]): Map<string, TrustedKey[]> {
  const found = new Map<string, TrustedKey[]>();
  for (const trusted of keys) {
    for (const part of trusted.key.getKeys()) {
      const id = part.getKeyID().toHex().toUpperCase();
      found.set(id, [...(found.get(id) ?? []), trusted]);
    }
  }
  return found;
}
