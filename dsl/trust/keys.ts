import { config, type Key, readKeys, type SignaturePacket, unarmor } from "openpgp";
import { type FileSource, sha256 } from "./files.js";
import { dayOf, type Policy } from "./policy.js";
import { judgeSelfSignatures, type SelfSignatures } from "./self-signatures.js";

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
  /** Signing subkeys that do not count, by fingerprint, and why. */
  readonly refusedSubkeys: ReadonlyMap<string, string>;
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

/** Where earlier copies of key files are kept, each named by its own SHA-256, for judging with earlier policies. */
export const keyHistory = "keys/history";

/** A key file as it lies there, of whoever it may be. */
interface KeyFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

/**
 * Reads the key file that the policy pins for every key it lists: keys/<PRIMARY FINGERPRINT>.asc or
 * keys/history/<SHA-256>.asc. A file with another hash never counts, but a revocation in it does.
 */
export async function readKeyring(source: FileSource, policy: Policy): Promise<Keyring> {
  const earlier = await readEarlier(source);
  const keys: TrustedKey[] = [];
  const refused: { path: string; person: string; reason: string }[] = [];
  for (const person of policy.people) {
    for (const entry of person.keys) {
      const path = keyPath(entry.fingerprint);
      const read = await readPinned(source, entry, earlier);
      if ("refused" in read) refused.push({ path, person: person.name, reason: read.refused });
      else keys.push({ ...entry, person: person.name, path: read.path, ...(await judge(read)) });
    }
  }
  return { keys, refused, byKeyId: index(keys) };
}

async function readEarlier(source: FileSource): Promise<KeyFile[]> {
  const files: KeyFile[] = [];
  for (const name of await source.list(keyHistory)) {
    if (!/^[0-9a-f]{64}\.asc$/.test(name)) continue;
    const path = `${keyHistory}/${name}`;
    const read = await source.read(path, keyLimit);
    if ("bytes" in read) files.push({ path, bytes: read.bytes, sha256: sha256(read.bytes) });
  }
  return files;
}

type Entry = Policy["people"][number]["keys"][number];
interface Pinned {
  readonly path: string;
  readonly key: Key;
  readonly self: SelfSignatures;
  /** Copies of the key that the policy does not pin. */
  readonly others: readonly Key[];
}

async function readPinned(
  source: FileSource,
  entry: Entry,
  earlier: readonly KeyFile[],
): Promise<Pinned | { refused: string }> {
  const path = keyPath(entry.fingerprint);
  const present = await source.read(path, keyLimit);
  const named = "bytes" in present ? [{ path, bytes: present.bytes, sha256: sha256(present.bytes) }] : [];
  const files = [...named, ...earlier];
  const pinned = files.find((file) => file.sha256 === entry.sha256);
  if (pinned === undefined) return refuseUnpinned(present, entry);
  const read = await parseKeyFile(pinned.bytes, entry.fingerprint);
  if ("refused" in read) return read;
  const others: Key[] = [];
  for (const file of files) if (file !== pinned) others.push(...(await copiesOf(file.bytes, entry.fingerprint)));
  return { path: pinned.path, key: read.key, self: judgeSelfSignatures(read.binary), others };
}

async function refuseUnpinned(
  present: Awaited<ReturnType<FileSource["read"]>>,
  entry: Entry,
): Promise<{ refused: string }> {
  if ("refused" in present) return present;
  // What is wrong with the file says more than that it is another one.
  const read = await parseKeyFile(present.bytes, entry.fingerprint);
  if ("refused" in read) return read;
  const note = (await isRevoked(read.key)) ? "; the key in it is revoked" : "";
  return { refused: `has SHA-256 ${sha256(present.bytes)}, the policy pins ${entry.sha256}${note}` };
}

/** Keys of a primary fingerprint in a file nobody vouches for; none where it cannot be read. */
async function copiesOf(bytes: Buffer, fingerprint: string): Promise<Key[]> {
  const keys = await readKeys({ armoredKeys: bytes.toString("latin1") }).catch(() => []);
  return keys.filter((key) => key.getFingerprint().toUpperCase() === fingerprint);
}

/** Reads one key file and checks its form: armoured, public, a single version 4 key, named by its own fingerprint. */
export async function readKeyFile(
  source: FileSource,
  fingerprint: string,
): Promise<{ key: Key; binary: Buffer } | { refused: string }> {
  const read = await source.read(keyPath(fingerprint), keyLimit);
  return "refused" in read ? read : parseKeyFile(read.bytes, fingerprint);
}

async function parseKeyFile(
  bytes: Buffer,
  fingerprint: string,
): Promise<{ key: Key; binary: Buffer } | { refused: string }> {
  const text = bytes.toString("latin1");
  if (
    !/^-----BEGIN PGP PUBLIC KEY BLOCK-----\n[^]*\n-----END PGP PUBLIC KEY BLOCK-----\n$/.test(text) ||
    text.split("-----BEGIN").length !== 2
  ) {
    return { refused: "not one armoured public key block and nothing else" };
  }
  try {
    const { data } = await unarmor(text);
    const binary = Buffer.from(data as Uint8Array);
    const read = refuseKeys(await readKeys({ armoredKeys: text }), fingerprint);
    return "refused" in read ? read : { ...read, binary };
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

async function judge({ key, self, others }: Pinned): Promise<Omit<TrustedKey, keyof Entry | "person" | "path">> {
  const weakness = refuseAlgorithm(key.getAlgorithmInfo());
  const end = await key.getExpirationTime();
  const bits = key.getAlgorithmInfo().bits;
  const revoked = (await describeRevocation([key, ...others])) ?? self.refused;
  return {
    key,
    unusable: weakness ?? revoked ?? (end === null ? "key has no valid self-signature" : undefined),
    expires: end instanceof Date ? end : undefined,
    warning: bits !== undefined && bits < 3072 ? `RSA key of ${bits} bits; 3072 or more is advised` : undefined,
    refusedSubkeys: await refuseSubkeys(self, [key, ...others]),
  };
}

async function refuseSubkeys(self: SelfSignatures, copies: readonly Key[]): Promise<Map<string, string>> {
  const refused = new Map(self.subkeys);
  for (const subkey of copies.flatMap((copy) => copy.getSubkeys()))
    if (await subkey.isRevoked(...always, anyHash))
      refused.set(subkey.getFingerprint().toUpperCase(), "signing subkey is revoked");
  return refused;
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

// No signature in particular, the primary key, and a null date, which makes the library judge revocations of any time.
const always = [undefined, undefined, null] as unknown as [SignaturePacket, Key["keyPacket"], Date];
// Even where the hash is weak, only the key's owner or a thief can have made it; counting it fails closed.
const anyHash = {
  ...config,
  rejectHashAlgorithms: new Set<never>(),
  rejectMessageHashAlgorithms: new Set<never>(),
  minRSABits: 1,
};

function isRevoked(key: Key): Promise<boolean> {
  return key.isRevoked(...always, anyHash);
}

/** Says why a primary key is revoked; every revocation in any copy counts, whenever it was made and whatever its hash. */
async function describeRevocation(copies: readonly Key[]): Promise<string | undefined> {
  for (const key of copies) {
    if (!(await isRevoked(key))) continue;
    const packets = (key as Key & { revocationSignatures: SignaturePacket[] }).revocationSignatures;
    const reason = packets[0]?.reasonForRevocationFlag ?? 0;
    const since = packets[0]?.created;
    return `key is revoked (${revocationReasons[reason] ?? "no reason given"}${since ? `, ${dayOf(since)}` : ""}); what it signed must be signed again`;
  }
  return undefined;
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
