import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { readSignatureFacts, splitPackets } from "./packets.js";

/** A revocation that the primary key of a key made itself. */
export interface Revocation {
  /** Body of the subkey packet it is for; undefined when it revokes the whole key. */
  readonly subkey: Buffer | undefined;
  /** Reason by its number in RFC 4880, section 5.2.3.23; 0 where none is given. */
  readonly reason: number;
}

const [keyRevocation, subkeyRevocation] = [0x20, 0x28];
const hashes: Readonly<Record<number, string>> = {
  1: "md5",
  2: "sha1",
  3: "ripemd160",
  8: "sha256",
  9: "sha384",
  10: "sha512",
  11: "sha224",
  12: "sha3-256",
  14: "sha3-512",
};

/**
 * Finds the good revocations of a key in bytes of any origin. Libraries refuse those with a weak hash, and a refused revocation
 * leaves the key in force; so each is verified here, by the key itself, whatever its hash (RFC 4880, section 5.2.4).
 * @param primary body of the primary key's packet. @param subkeys bodies of its subkeys' packets.
 */
export function findRevocations(bytes: Buffer, primary: Buffer, subkeys: readonly Buffer[]): Revocation[] {
  const key = readPublicKey(primary);
  const packets = (splitPackets(bytes) ?? []).filter(({ tag }) => tag === 2).map(({ body }) => body);
  if (key === undefined) return [];
  return packets.flatMap((body): Revocation[] => {
    const type = readSignatureFacts(body)?.type;
    const reason = reasonOf(body);
    if (type === keyRevocation && isBy(key, body, [primary])) return [{ subkey: undefined, reason }];
    if (type !== subkeyRevocation) return [];
    return subkeys.filter((subkey) => isBy(key, body, [primary, subkey])).map((subkey) => ({ subkey, reason }));
  });
}

function reasonOf(body: Buffer): number {
  return readSignatureFacts(body)?.reason ?? 0;
}

/** Whether the signature was made by the key over some key packets. */
function isBy(key: KeyObject, body: Buffer, packets: readonly Buffer[]): boolean {
  try {
    const { hash, trailer, numbers } = readSignature(body);
    const framed = packets.flatMap((packet) => [Buffer.from([0x99, packet.length >> 8, packet.length & 255]), packet]);
    return verifyNumbers(key, hash, Buffer.concat([...framed, trailer]), numbers);
  } catch {
    // A damaged packet, or an algorithm nobody here knows: it proves nothing.
    return false;
  }
}

function readSignature(body: Buffer): { hash: string; trailer: Buffer; numbers: Buffer[] } {
  if (body[0] === 3) {
    const hash = hashes[body[16]!]!;
    return { hash, trailer: body.subarray(2, 7), numbers: readNumbers(body.subarray(19)) };
  }
  const end = 6 + body.readUInt16BE(4);
  const length = Buffer.alloc(6);
  length.writeUInt16BE(0x04ff);
  length.writeUInt32BE(end, 2);
  const start = end + 2 + body.readUInt16BE(end) + 2;
  return {
    hash: hashes[body[3]!]!,
    trailer: Buffer.concat([body.subarray(0, end), length]),
    numbers: readNumbers(body.subarray(start)),
  };
}

/** Multiprecision integers (RFC 4880, section 3.2), without their lengths. */
function readNumbers(bytes: Buffer): Buffer[] {
  const numbers: Buffer[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const end = at + 2 + Math.ceil(bytes.readUInt16BE(at) / 8);
    numbers.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return numbers;
}

function verifyNumbers(key: KeyObject, hash: string, data: Buffer, numbers: readonly Buffer[]): boolean {
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = numbers;
  if (key.asymmetricKeyType === "rsa") return verify(hash, data, key, pad(first, modulusLength(key)));
  if (key.asymmetricKeyType === "ed25519")
    return verify(null, createHash(hash).update(data).digest(), key, Buffer.concat([pad(first, 32), pad(second, 32)]));
  const size = { prime256v1: 32, secp384r1: 48, secp521r1: 66 }[key.asymmetricKeyDetails?.namedCurve ?? ""] ?? 0;
  const signature = Buffer.concat([pad(first, size), pad(second, size)]);
  return verify(hash, data, { key, dsaEncoding: "ieee-p1363" }, signature);
}

function modulusLength(key: KeyObject): number {
  return Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
}

function pad(bytes: Buffer, length: number): Buffer {
  return bytes.length >= length ? bytes : Buffer.concat([Buffer.alloc(length - bytes.length), bytes]);
}

const curves: Readonly<Record<string, readonly [string, number]>> = {
  "2a8648ce3d030107": ["P-256", 32],
  "2b81040022": ["P-384", 48],
  "2b81040023": ["P-521", 66],
};

/** The public key of a version 4 key packet (RFC 4880, section 5.5.2; RFC 6637), for the algorithms that count here. */
function readPublicKey(body: Buffer): KeyObject | undefined {
  const jwk = readJwk(body);
  if (jwk === undefined) return undefined;
  try {
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    return undefined;
  }
}

function readJwk(body: Buffer): Record<string, string> | undefined {
  const algorithm = body[5];
  const text = (bytes: Buffer): string => bytes.toString("base64url");
  if (algorithm === 1 || algorithm === 3) {
    const [n, e] = readNumbers(body.subarray(6));
    return n === undefined || e === undefined ? undefined : { kty: "RSA", n: text(n), e: text(e) };
  }
  const end = 7 + (body[6] ?? 0);
  const [point = Buffer.alloc(0)] = readNumbers(body.subarray(end));
  if (algorithm === 22) return { kty: "OKP", crv: "Ed25519", x: text(point.subarray(1)) };
  const [crv, size = 0] = curves[body.subarray(7, end).toString("hex")] ?? [];
  if (algorithm !== 19 || crv === undefined) return undefined;
  return { kty: "EC", crv, x: text(point.subarray(1, 1 + size)), y: text(point.subarray(1 + size)) };
}
