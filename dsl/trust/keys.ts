import { type Key, readKeys, unarmor } from "openpgp";
import { hasRightChecksum } from "./armour.js";
import { type FileSource, sha256 } from "./files.js";
import { fingerprintOf, splitPackets } from "./packets.js";
import type { Policy } from "./policy.js";
import { findRevocations, type Revocation } from "./revocation.js";
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
  const files = await readFiles(source);
  const keys: TrustedKey[] = [];
  const refused: { path: string; person: string; reason: string }[] = [];
  for (const person of policy.people) {
    for (const entry of person.keys) {
      const path = keyPath(entry.fingerprint);
      const read = await readPinned(source, entry, files);
      if ("refused" in read) refused.push({ path, person: person.name, reason: read.refused });
      else keys.push({ ...entry, person: person.name, path: read.path, ...(await judge(read)) });
    }
  }
  return { keys, refused, byKeyId: index(keys) };
}

/** Every key file of the tree, whatever its name: one that the policy does not pin can still hold a revocation. */
async function readFiles(source: FileSource): Promise<KeyFile[]> {
  const files: KeyFile[] = [];
  for (const directory of ["keys", keyHistory]) {
    for (const name of await source.list(directory)) {
      if (!name.endsWith(".asc")) continue;
      const path = `${directory}/${name}`;
      const read = await source.read(path, keyLimit);
      if ("bytes" in read) files.push({ path, bytes: read.bytes, sha256: sha256(read.bytes) });
    }
  }
  return files;
}

type Entry = Policy["people"][number]["keys"][number];
interface Pinned {
  readonly path: string;
  readonly key: Key;
  readonly self: SelfSignatures;
  readonly revocations: readonly Revocation[];
}

async function readPinned(
  source: FileSource,
  entry: Entry,
  files: readonly KeyFile[],
): Promise<Pinned | { refused: string }> {
  const places = [keyPath(entry.fingerprint), `${keyHistory}/${entry.sha256}.asc`];
  const pinned = files.find((file) => file.sha256 === entry.sha256 && places.includes(file.path));
  if (pinned === undefined) return refuseUnpinned(await source.read(places[0]!, keyLimit), entry);
  const read = await parseKeyFile(pinned.bytes, entry.fingerprint);
  if ("refused" in read) return read;
  const self = judgeSelfSignatures(read.binary);
  return { path: pinned.path, key: read.key, self, revocations: await revocationsIn(files, read.binary) };
}

async function revocationsIn(files: readonly KeyFile[], key: Buffer): Promise<Revocation[]> {
  const bodies = (tag: number): Buffer[] =>
    (splitPackets(key) ?? []).filter((item) => item.tag === tag).map((item) => item.body);
  const [primary] = bodies(6);
  if (primary === undefined) return [];
  const found: Revocation[] = [];
  for (const { bytes } of files) found.push(...findRevocations(await binaryOf(bytes), primary, bodies(14)));
  return found;
}

/** Packets of an armoured file; none where it is something else. */
async function binaryOf(bytes: Buffer): Promise<Buffer> {
  try {
    return Buffer.from((await unarmor(bytes.toString("latin1"))).data as Uint8Array);
  } catch {
    return Buffer.alloc(0);
  }
}

async function refuseUnpinned(
  present: Awaited<ReturnType<FileSource["read"]>>,
  entry: Entry,
): Promise<{ refused: string }> {
  if ("refused" in present) return present;
  // What is wrong with the file says more than that it is another one.
  const read = await parseKeyFile(present.bytes, entry.fingerprint);
  if ("refused" in read) return read;
  return { refused: `has SHA-256 ${sha256(present.bytes)}, the policy pins ${entry.sha256}` };
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
    if (!hasRightChecksum(text, binary)) return { refused: "has a checksum that is not that of its bytes" };
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

async function judge({ key, self, revocations }: Pinned): Promise<Omit<TrustedKey, keyof Entry | "person" | "path">> {
  const weakness = refuseAlgorithm(key.getAlgorithmInfo());
  const end = await key.getExpirationTime();
  const bits = key.getAlgorithmInfo().bits;
  const revoked = describeRevocation(revocations) ?? self.refused;
  const subkeys = revocations.flatMap(({ subkey }) => (subkey === undefined ? [] : fingerprintOf(subkey)));
  return {
    key,
    unusable: weakness ?? revoked ?? (end === null ? "key has no valid self-signature" : undefined),
    expires: end instanceof Date ? end : undefined,
    warning: bits !== undefined && bits < 3072 ? `RSA key of ${bits} bits; 3072 or more is advised` : undefined,
    refusedSubkeys: new Map([
      ...self.subkeys,
      ...subkeys.map((print) => [print, "signing subkey is revoked"] as const),
    ]),
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

/** Says why a primary key is revoked; every revocation in any copy counts, whenever it was made and whatever its hash. */
function describeRevocation(revocations: readonly Revocation[]): string | undefined {
  const found = revocations.find(({ subkey }) => subkey === undefined);
  if (found === undefined) return undefined;
  return `key is revoked (${revocationReasons[found.reason] ?? "no reason given"}); what it signed must be signed again`;
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
