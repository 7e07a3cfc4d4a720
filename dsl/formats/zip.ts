const magics = ["PK\x03\x04", "PK\x05\x06"];

/** Whether a file begins as a zip archive does: with a member, or with the end of an empty one (APPNOTE.TXT 6.3.10, sections 4.3.7 and 4.3.16). */
export function isZip(start: Buffer): boolean {
  return magics.includes(start.toString("latin1", 0, 4));
}
