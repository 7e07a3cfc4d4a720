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

/** The bytes before a file in an archive, for one that nobody owns, whom all may read. @throws Error when the path is too long for the format. */
export function tarHeader(path: string, size: number, mode: number, seconds: number): Buffer {
  const header = Buffer.alloc(512);
  const [prefix, name] = splitPath(path);
  const put = (offset: number, text: string): number => header.write(text, offset, "latin1");
  const digits = (value: number, length: number): string => value.toString(8).padStart(length, "0");
  put(0, name);
  put(100, `${digits(mode, 7)}\0${digits(0, 7)}\0${digits(0, 7)}\0${digits(size, 11)}\0${digits(seconds, 11)}\0`);
  put(148, " ".repeat(8));
  put(156, "0");
  put(257, "ustar\x0000");
  put(345, prefix);
  put(
    148,
    `${digits(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
  );
  return header;
}

/** A path in the two fields of the format, at most 155 and 100 bytes: prefix and name, which a slash joins. */
function splitPath(path: string): [prefix: string, name: string] {
  if (path.length <= 100) return ["", path];
  const slash = path.indexOf("/", path.length - 101);
  if (slash === -1 || slash > 155) throw new Error(`${path}: too long a path for an archive`);
  return [path.slice(0, slash), path.slice(slash + 1)];
}

/** What follows a file of this size, so that the next header begins at a block. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((512 - (size % 512)) % 512);
}

/** The end of an archive. */
export const tarEnd = Buffer.alloc(1024);
