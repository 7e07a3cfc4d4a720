import { inflateRawSync, inflateSync } from "node:zlib";
import { unarmor } from "openpgp";
import { MessageError } from "./message.js";

/** Largest file that is taken, and largest result of unpacking it, in bytes. */
export const importLimit = 1 << 20;

interface Part {
  readonly tag: number;
  readonly body: Buffer;
}

/**
 * Brings a signed OpenPGP message of any encoding (armoured, compressed, either form of headers, partial lengths, as gpg, skopeo, podman and
 * openpgp.js write it) into the one form that is accepted here (docs/trust.md). What the signature covers stays as it is; nothing is verified.
 * @throws MessageError when it is not one message with one signature, or unpacks to more than 1 MiB.
 */
export async function recode(bytes: Buffer): Promise<Buffer> {
  const parts = unpack(split(await dearmour(bytes)), 0).filter(({ tag }) => tag !== 4 && tag !== 10 && tag !== 21);
  const literals = parts.filter(({ tag }) => tag === 11);
  const signatures = parts.filter(({ tag }) => tag === 2);
  const [literal, signature] = [literals[0], signatures[0]];
  if (literal === undefined || signature === undefined || parts.length !== 2)
    throw new MessageError(
      `one signed message is needed, found ${literals.length} texts, ${signatures.length} signatures and ${parts.length - literals.length - signatures.length} other packets`,
    );
  const { body, keyId, created } = rewriteSignature(signature.body);
  const onePass = Buffer.concat([Buffer.from([3, 0, body[3]!, body[2]!]), keyId, Buffer.from([1])]);
  const text = literal.body.subarray(6 + (literal.body[1] ?? 0));
  const plain = Buffer.concat([Buffer.from("b\0"), created, text]);
  return Buffer.concat([header(4, onePass), header(11, plain), header(2, body)]);
}

async function dearmour(bytes: Buffer): Promise<Buffer> {
  if (bytes.length > importLimit)
    throw new MessageError(`is ${bytes.length} bytes long; at most ${importLimit} are taken`);
  if (bytes[0] !== 0x2d) return bytes;
  try {
    const { type, data } = await unarmor(bytes.toString("latin1"));
    // 3 is "PGP MESSAGE"; a cleartext signature covers another text than it shows.
    if (Number(type) !== 3) throw new MessageError("armoured, but not a message");
    return Buffer.from(data as Uint8Array);
  } catch (error) {
    throw error instanceof MessageError
      ? error
      : new MessageError(`armour cannot be read: ${(error as Error).message}`);
  }
}

function unpack(parts: readonly Part[], depth: number): Part[] {
  return parts.flatMap((part) => {
    if (part.tag !== 8) return [part];
    if (depth > 0) throw new MessageError("compressed twice");
    return unpack(split(inflate(part.body)), depth + 1);
  });
}

/** Unpacks a compressed packet (RFC 4880, section 5.6). */
function inflate(body: Buffer): Buffer {
  const options = { maxOutputLength: importLimit };
  try {
    if (body[0] === 1) return inflateRawSync(body.subarray(1), options);
    if (body[0] === 2) return inflateSync(body.subarray(1), options);
  } catch (error) {
    throw new MessageError(`cannot be unpacked to at most ${importLimit} bytes: ${(error as Error).message}`);
  }
  throw new MessageError(
    body[0] === 0 ? "has an empty compression" : "is compressed by bzip2; sign with --compress-level 0",
  );
}

function split(bytes: Buffer): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at]!;
    if ((first & 0x80) === 0)
      throw new MessageError(parts.length === 0 ? "not an OpenPGP message" : "bytes follow the message");
    const [part, end] = (first & 0x40) === 0 ? readOld(bytes, at) : readNew(bytes, at);
    parts.push(part);
    at = end;
  }
  return parts;
}

function readOld(bytes: Buffer, at: number): [Part, number] {
  const [tag, kind] = [(bytes[at]! >> 2) & 15, bytes[at]! & 3];
  if (kind === 3) return [{ tag, body: bytes.subarray(at + 1) }, bytes.length];
  const size = 1 << kind;
  const start = at + 1 + size;
  if (start > bytes.length) throw new MessageError("file is cut off");
  const end = start + bytes.readUIntBE(at + 1, size);
  if (end > bytes.length) throw new MessageError("file is cut off");
  return [{ tag, body: bytes.subarray(start, end) }, end];
}

function readNew(bytes: Buffer, at: number): [Part, number] {
  const chunks: Buffer[] = [];
  for (let place = at + 1; ; ) {
    const [size, length, more] = readLength(bytes, place);
    const end = place + size + length;
    if (end > bytes.length) throw new MessageError("file is cut off");
    chunks.push(bytes.subarray(place + size, end));
    place = end;
    if (!more) return [{ tag: bytes[at]! & 63, body: Buffer.concat(chunks) }, place];
  }
}

function readLength(bytes: Buffer, at: number): [size: number, length: number, more: boolean] {
  const first = bytes[at] ?? 0;
  if (first < 192) return [1, first, false];
  if (first < 224) return [2, (first - 192) * 256 + (bytes[at + 1] ?? 0) + 192, false];
  if (first < 255) return [1, 1 << (first & 31), true];
  if (at + 5 > bytes.length) throw new MessageError("file is cut off");
  return [5, bytes.readUInt32BE(at + 1), false];
}

/** The signature with nothing but the key id in the area that nothing protects. */
function rewriteSignature(body: Buffer): { body: Buffer; keyId: Buffer; created: Buffer } {
  if (body[0] !== 4 || body.length < 12) throw new MessageError("a signature of version 4 is needed");
  const end = 6 + body.readUInt16BE(4);
  if (end + 4 > body.length) throw new MessageError("signature is cut off");
  const found = readArea(body.subarray(6, end));
  const [issuer, created] = [found.get(33), found.get(2)];
  if (issuer?.length !== 21 || created?.length !== 4)
    throw new MessageError("signature does not state its time and the fingerprint of its key");
  const keyId = issuer.subarray(13);
  const rest = body.subarray(end + 2 + body.readUInt16BE(end));
  return { body: Buffer.concat([body.subarray(0, end), Buffer.from("000a0910", "hex"), keyId, rest]), keyId, created };
}

function readArea(area: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at < area.length; ) {
    const [size, length] = readLength(area, at);
    if (length === 0) break;
    found.set((area[at + size] ?? 0) & 127, area.subarray(at + size + 1, at + size + length));
    at += size + length;
  }
  return found;
}

function header(tag: number, body: Buffer): Buffer {
  const length = body.length < 256 ? [body.length] : [body.length >> 8, body.length & 255];
  if (body.length > 65_535) throw new MessageError("message is too long");
  return Buffer.concat([Buffer.from([0x80 | (tag << 2) | (length.length - 1), ...length]), body]);
}
