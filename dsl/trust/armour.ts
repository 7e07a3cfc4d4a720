/**
 * Whether the checksum at the end of an armoured block, where it has one, is that of its bytes (RFC 4880, section 6.1). GnuPG reads no
 * block with another one; openpgp.js does not look.
 */
export function hasRightChecksum(armoured: string, bytes: Uint8Array): boolean {
  const [, stated] = /^=(.*)\n-----END/m.exec(armoured) ?? [];
  return stated === undefined || stated === checksum(bytes);
}

function checksum(bytes: Uint8Array): string {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc & 0x800000 ? 0x1864cfb : 0);
  }
  return Buffer.from([(crc >> 16) & 255, (crc >> 8) & 255, crc & 255]).toString("base64");
}
