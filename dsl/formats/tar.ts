/** Fields of a header of tar (POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"). */

/** Text up to the first NUL byte. */
export function tarText(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end === -1 ? field.length : end);
}

/** A number in octal digits, or as GNU tar writes large ones: binary, with the first bit set. Undefined when it is none, or too large. */
export function tarNumber(field: Buffer): number | undefined {
  const binary = (field[0]! & 0x80) !== 0;
  const value = binary
    ? field.subarray(1).reduce((sum, byte) => sum * 256 + byte, field[0]! & 0x7f)
    : octal(tarText(field).trim());
  return Number.isSafeInteger(value) ? value : undefined;
}

function octal(digits: string): number {
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || "0", 8) : NaN;
}
