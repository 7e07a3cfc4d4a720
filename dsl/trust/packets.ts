import { createHash } from "node:crypto";

/** One OpenPGP packet of definite length (RFC 4880, section 4.2). */
export interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

/** What a signature packet claims of itself; nothing of it is verified (RFC 4880, section 5.2). */
export interface SignatureFacts {
  readonly type: number;
  /** Hash algorithm by its number in RFC 4880, section 9.4. */
  readonly hash: number;
  /** Key ids of the claimed issuers, 16 upper-case hexadecimal digits each; empty where none is named. */
  readonly issuers: readonly string[];
  /** Signatures held within: the back-signature of a signing subkey. */
  readonly embedded: readonly SignatureFacts[];
  /** Why it revokes, by the number in RFC 4880, section 5.2.3.23. */
  readonly reason?: number | undefined;
}

/** Splits a sequence of packets, of either header format. @returns undefined where a length is not definite or runs over the end. */
export function splitPackets(bytes: Buffer): Packet[] | undefined {
  const packets: Packet[] = [];
  for (let at = 0; at < bytes.length; ) {
    const found = readHeader(bytes, at);
    if (found === undefined || found.end > bytes.length) return undefined;
    packets.push({ tag: found.tag, body: bytes.subarray(found.start, found.end) });
    at = found.end;
  }
  return packets;
}

function readHeader(bytes: Buffer, at: number): { tag: number; start: number; end: number } | undefined {
  const first = bytes[at] ?? 0;
  if ((first & 0x80) === 0) return undefined;
  if ((first & 0x40) !== 0) return readNewLength(bytes, at + 1, first & 63);
  const size = 1 << (first & 3);
  if (size === 8 || at + 1 + size > bytes.length) return undefined;
  const start = at + 1 + size;
  return { tag: (first >> 2) & 15, start, end: start + bytes.readUIntBE(at + 1, size) };
}

function readNewLength(
  bytes: Buffer,
  at: number,
  tag: number,
): { tag: number; start: number; end: number } | undefined {
  const found = readLength(bytes, at);
  return found === undefined ? undefined : { tag, start: at + found.size, end: at + found.size + found.length };
}

/** A length in one, two or five bytes, as packets and subpackets have it; partial lengths have none. */
function readLength(bytes: Buffer, at: number): { size: number; length: number } | undefined {
  const first = bytes[at];
  if (first === undefined || (first >= 224 && first < 255)) return undefined;
  if (first < 192) return { size: 1, length: first };
  if (first === 255) return at + 5 > bytes.length ? undefined : { size: 5, length: bytes.readUInt32BE(at + 1) };
  const second = bytes[at + 1];
  return second === undefined ? undefined : { size: 2, length: (first - 192) * 256 + second + 192 };
}

/** Reads what a signature packet of version 3 or 4 claims. @returns undefined for another version or a damaged one. */
export function readSignatureFacts(body: Buffer): SignatureFacts | undefined {
  if (body[0] === 3 && body.length > 17)
    return { type: body[2]!, hash: body[16]!, issuers: [hex(body.subarray(7, 15))], embedded: [] };
  if (body[0] !== 4 || body.length < 10) return undefined;
  const hashedEnd = 6 + body.readUInt16BE(4);
  if (hashedEnd + 2 > body.length) return undefined;
  const unhashedEnd = hashedEnd + 2 + body.readUInt16BE(hashedEnd);
  const areas = [body.subarray(6, hashedEnd), body.subarray(hashedEnd + 2, unhashedEnd)];
  const subpackets = areas.flatMap(splitSubpackets);
  const of = (type: number): Buffer[] => subpackets.filter((item) => item.type === type).map((item) => item.data);
  return {
    type: body[1]!,
    hash: body[3]!,
    issuers: [...of(16).map(hex), ...of(33).map((data) => hex(data.subarray(-8)))],
    embedded: of(32).flatMap((data) => readSignatureFacts(data) ?? []),
    reason: of(29)[0]?.[0],
  };
}

function splitSubpackets(area: Buffer): { type: number; data: Buffer }[] {
  const found: { type: number; data: Buffer }[] = [];
  for (let at = 0; at < area.length; ) {
    const head = readLength(area, at);
    if (head === undefined || head.length === 0 || at + head.size + head.length > area.length) break;
    const start = at + head.size;
    found.push({ type: area[start]! & 127, data: area.subarray(start + 1, start + head.length) });
    at = start + head.length;
  }
  return found;
}

/** Fingerprint of a version 4 key packet (RFC 4880, section 12.2), 40 upper-case hexadecimal digits. */
export function fingerprintOf(body: Buffer): string {
  const head = Buffer.from([0x99, body.length >> 8, body.length & 255]);
  return createHash("sha1").update(head).update(body).digest("hex").toUpperCase();
}

function hex(bytes: Buffer): string {
  return bytes.toString("hex").toUpperCase();
}
