const magic = "!<arch>\n";

/** Whether the bytes begin as an archive of `ar` does. */
export function isArchive(bytes: Buffer): boolean {
  return bytes.toString("latin1", 0, magic.length) === magic;
}

/**
 * The members of an archive such as libz.a, the tables of symbols and names left out: a header of 60 bytes, with the size as
 * decimal text at byte 48, then the data, filled up to an even length (System V ABI, generic part, chapter 7, "Archive File").
 */
export function archiveMembers(bytes: Buffer): Buffer[] {
  const members: Buffer[] = [];
  for (let at = magic.length; at + 60 <= bytes.length; ) {
    const size = Number(bytes.toString("latin1", at + 48, at + 58).trim());
    if (!Number.isInteger(size)) throw new Error("an archive of ar that is damaged");
    if (bytes[at] !== 0x2f || bytes[at + 1] !== 0x20) members.push(bytes.subarray(at + 60, at + 60 + size));
    at += 60 + size + (size % 2);
  }
  return members;
}
