/** The one form of OpenPGP signed message that is accepted, taken apart. */
export interface SignedMessage {
  readonly payload: Buffer;
  readonly hashAlgorithm: number;
  readonly keyAlgorithm: number;
  /** 16 upper-case hexadecimal digits. */
  readonly keyId: string;
  /** Fingerprint of the signing (sub)key, 40 upper-case hexadecimal digits. */
  readonly issuer: string;
  readonly created: Date;
  readonly expires: Date | undefined;
}

/** Why a file is not such a message. */
export class MessageError extends Error {
  override name = "MessageError";
}

const hashNames: Readonly<Record<number, string>> = {
  1: "MD5",
  2: "SHA-1",
  3: "RIPEMD-160",
  8: "SHA-256",
  9: "SHA-384",
  10: "SHA-512",
  11: "SHA-224",
};
const goodHashes = new Set([8, 9, 10]);
/** Number of integers in a signature, by public-key algorithm: RSA, ECDSA, EdDSA (Ed25519 legacy form). */
const integersOf: Readonly<Record<number, number>> = { 1: 1, 19: 2, 22: 2 };
// Creation time, expiry, issuer key id, notation, policy address, signer's user id, issuer fingerprint.
const knownSubpackets = new Set([2, 3, 16, 20, 26, 28, 33]);
const understoodWhenCritical = new Set([2, 3, 33]);

/**
 * Takes a binary OpenPGP message (RFC 4880, sections 4.2, 5.2.3, 5.4 and 5.9) apart. Exactly three packets are accepted:
 * one-pass signature, literal, version 4 signature, in the encoding GnuPG writes for `--sign --compress-level 0` of a
 * file, with nothing after them. Everything the signature itself does not cover must have its one possible value, so
 * that no byte of a good file can be changed.
 * @throws MessageError with the reason.
 */
export function parseMessage(bytes: Buffer): SignedMessage {
  refuseFirstByte(bytes);
  const [onePass, afterOnePass] = packet(bytes, 0, 4, "one-pass signature");
  const [literal, afterLiteral] = packet(bytes, afterOnePass, 11, "literal");
  const [signature, end] = packet(bytes, afterLiteral, 2, "signature");
  if (end !== bytes.length)
    throw new MessageError(`${bytes.length - end} bytes follow the signature; one message must be all of the file`);
  const parsed = parseSignature(signature);
  checkOnePass(onePass, signature, parsed.keyId);
  checkLiteral(literal, parsed.created);
  return { ...parsed, payload: literal.subarray(6) };
}

function refuseFirstByte(bytes: Buffer): void {
  const first = bytes[0];
  if (first === undefined) throw new MessageError("file is empty");
  if (first === 0x2d) throw new MessageError("ASCII armour or cleartext; the binary form is needed");
  if ((first & 0x80) === 0) throw new MessageError("not an OpenPGP message");
  const tag = (first & 0x40) === 0 ? (first >> 2) & 15 : first & 63;
  const names: Readonly<Record<number, string>> = {
    1: "encrypted message",
    2: "detached or old-style signature",
    3: "encrypted message",
    8: "compressed message (sign with --compress-level 0)",
    9: "encrypted message",
    10: "marker packet",
    11: "message without a signature",
    18: "encrypted message",
    20: "encrypted message",
    21: "padding packet",
  };
  if (tag !== 4) throw new MessageError(names[tag] ?? `begins with a packet of type ${tag}`);
}

function packet(bytes: Buffer, at: number, tag: number, name: string): [Buffer, number] {
  const first = bytes[at];
  if (first === undefined) throw new MessageError(`no ${name} packet: the file ends at byte ${at}`);
  if ((first & 0xfc) !== (0x80 | (tag << 2)))
    throw new MessageError(`byte ${at}: ${name} packet in the old format is needed, found 0x${first.toString(16)}`);
  const lengthType = first & 3;
  if (lengthType > 1) throw new MessageError(`byte ${at}: ${name} packet has an indeterminate or oversized length`);
  const header = 2 + lengthType;
  const length = lengthType === 0 ? byteAt(bytes, at + 1) : byteAt(bytes, at + 1) * 256 + byteAt(bytes, at + 2);
  if (lengthType === 1 && length < 256)
    throw new MessageError(`byte ${at}: ${name} packet does not use the shortest length`);
  if (at + header + length > bytes.length) throw new MessageError(`${name} packet is cut off`);
  return [bytes.subarray(at + header, at + header + length), at + header + length];
}

function byteAt(bytes: Buffer, at: number): number {
  const value = bytes[at];
  if (value === undefined) throw new MessageError("file is cut off");
  return value;
}

function checkOnePass(onePass: Buffer, signature: Buffer, keyId: string): void {
  if (onePass.at(-1) !== 1)
    throw new MessageError("more than one signature is announced; one signer per file is needed");
  const expected = Buffer.concat([
    Buffer.from([3, 0, byteAt(signature, 3), byteAt(signature, 2)]),
    Buffer.from(keyId, "hex"),
    Buffer.from([1]),
  ]);
  if (!onePass.equals(expected)) throw new MessageError("one-pass signature packet does not agree with the signature");
}

function checkLiteral(literal: Buffer, created: Date): void {
  if (byteAt(literal, 0) !== 0x62 || byteAt(literal, 1) !== 0)
    throw new MessageError("literal packet is not binary, or names a file");
  if (literal.length < 6 || literal.readUInt32BE(2) * 1000 !== created.getTime())
    throw new MessageError("literal packet's time is not the time of the signature; sign with scripts/sign");
}

type SignatureFields = Omit<SignedMessage, "payload">;

function parseSignature(body: Buffer): SignatureFields {
  const version = byteAt(body, 0);
  const keyAlgorithm = byteAt(body, 2);
  const hashAlgorithm = byteAt(body, 3);
  if (version !== 4) throw new MessageError(`signature of version ${version}; 4 is needed`);
  if (byteAt(body, 1) !== 0)
    throw new MessageError(`signature of type 0x${byteAt(body, 1).toString(16)}; 0x0 (binary document) is needed`);
  const integers = integersOf[keyAlgorithm];
  if (integers === undefined)
    throw new MessageError(`public-key algorithm ${keyAlgorithm} is not accepted; RSA, ECDSA or EdDSA is needed`);
  if (!goodHashes.has(hashAlgorithm))
    throw new MessageError(
      `hash ${hashNames[hashAlgorithm] ?? hashAlgorithm} is not accepted; SHA-256, SHA-384 or SHA-512 is needed`,
    );
  const hashedEnd = 6 + byteAt(body, 4) * 256 + byteAt(body, 5);
  const fields = parseHashed(body.subarray(6, hashedEnd));
  const keyId = fields.issuer.slice(24);
  // 0x000a: length of the area; 0x09 0x10: nine bytes, issuer key id (section 5.2.3.5).
  const unhashed = Buffer.from(`000a0910${keyId}`, "hex");
  if (!body.subarray(hashedEnd, hashedEnd + 12).equals(unhashed))
    throw new MessageError("the part of the signature that nothing protects must hold the signer's key id alone");
  checkIntegers(body, hashedEnd + 14, integers);
  return { ...fields, hashAlgorithm, keyAlgorithm, keyId };
}

function parseHashed(area: Buffer): { created: Date; expires: Date | undefined; issuer: string } {
  const found = new Map<number, Buffer>();
  for (let at = 0; at < area.length; ) {
    const length = byteAt(area, at);
    const type = byteAt(area, at + 1) & 127;
    if (length === 0 || length > 191 || at + 1 + length > area.length)
      throw new MessageError("signature subpacket has a bad length");
    if (!knownSubpackets.has(type)) throw new MessageError(`signature subpacket ${type} is not known`);
    if (byteAt(area, at + 1) > 127 && !understoodWhenCritical.has(type))
      throw new MessageError(`critical signature subpacket ${type} is not understood`);
    if (found.has(type) && type !== 20) throw new MessageError(`signature subpacket ${type} is there twice`);
    found.set(type, area.subarray(at + 2, at + 1 + length));
    at += 1 + length;
  }
  const created = timeOf(found.get(2), "creation time");
  if (created === undefined) throw new MessageError("signature has no creation time");
  const issuer = found.get(33);
  if (issuer?.length !== 21 || issuer[0] !== 4)
    throw new MessageError("signature does not name the version 4 key that made it");
  const id = found.get(16);
  if (id !== undefined && !id.equals(issuer.subarray(13)))
    throw new MessageError("signature names another key by its id than by its fingerprint");
  const lifetime = timeOf(found.get(3), "expiry");
  return {
    created: new Date(created * 1000),
    expires: lifetime ? new Date((created + lifetime) * 1000) : undefined,
    issuer: issuer.subarray(1).toString("hex").toUpperCase(),
  };
}

function timeOf(bytes: Buffer | undefined, name: string): number | undefined {
  if (bytes !== undefined && bytes.length !== 4) throw new MessageError(`signature ${name} is not four bytes long`);
  return bytes?.readUInt32BE(0);
}

/** Multiprecision integers (RFC 4880, section 3.2) must state their exact length in bits and end where the packet ends. */
function checkIntegers(body: Buffer, start: number, count: number): void {
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const bits = byteAt(body, at) * 256 + byteAt(body, at + 1);
    const top = byteAt(body, at + 2);
    const length = Math.ceil(bits / 8);
    if (top === 0 || bits !== (length - 1) * 8 + 32 - Math.clz32(top))
      throw new MessageError("signature integer does not state its exact length");
    at += 2 + length;
  }
  if (at !== body.length) throw new MessageError("signature packet does not end with its last integer");
}
