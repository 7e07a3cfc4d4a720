/** One OpenPGP packet: its tag and its bytes with and without header. */
export interface Packet {
  readonly tag: number;
  readonly body: Buffer;
  readonly whole: Buffer;
}

/** Splits a binary OpenPGP sequence of old- or new-format packets with definite lengths. */
export function splitPackets(bytes: Buffer): Packet[] {
  const packets: Packet[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { tag, header, length } = readHeader(bytes, at);
    const end = at + header + length;
    packets.push({ tag, body: bytes.subarray(at + header, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return packets;
}

function readHeader(bytes: Buffer, at: number): { tag: number; header: number; length: number } {
  const first = bytes.readUInt8(at);
  if ((first & 0x40) === 0) {
    const size = 1 << (first & 3);
    return { tag: (first >> 2) & 15, header: 1 + size, length: bytes.readUIntBE(at + 1, size) };
  }
  const length = bytes.readUInt8(at + 1);
  if (length < 192) return { tag: first & 63, header: 2, length };
  return { tag: first & 63, header: 3, length: (length - 192) * 256 + bytes.readUInt8(at + 2) + 192 };
}

/** A packet in the old format with the shortest length. */
export function oldPacket(tag: number, body: Buffer): Buffer {
  const length = body.length < 256 ? [body.length] : [body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([0x80 | (tag << 2) | (length.length - 1), ...length]), body]);
}

/** A packet in the new format. */
export function newPacket(tag: number, body: Buffer): Buffer {
  const length = body.length < 192 ? [body.length] : [((body.length - 192) >> 8) + 192, (body.length - 192) & 255];
  return Buffer.concat([Buffer.from([0xc0 | tag, ...length]), body]);
}

/** ASCII armour of a public key block, as RFC 4880 section 6.2 has it. */
export function armourKey(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc & 0x800000 ? 0x1864cfb : 0);
  }
  const sum = Buffer.from([(crc >> 16) & 255, (crc >> 8) & 255, crc & 255]).toString("base64");
  return `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${lines.join("\n")}\n=${sum}\n-----END PGP PUBLIC KEY BLOCK-----\n`;
}
