const magic = Buffer.from("\x7fELF", "latin1");

/** Whether a file begins as an ELF file does (System V ABI, generic part, chapter 4, "ELF Identification"). */
export function isElf(start: Buffer): boolean {
  return start.subarray(0, magic.length).equals(magic);
}
