/** Archives of ar, such as libz.a (System V ABI, generic part, chapter 7, "Archive File"; ar(5) of BSD for its long names). */
const magic = Buffer.from("!<arch>\n");

/** In bytes: what stands before the first member, and before the data of each. Data are filled up to an even length. */
export const arMagicLength = magic.length;
export const arHeaderLength = 60;

/** Whether a file begins as an archive of ar does. */
export function isAr(start: Buffer): boolean {
  return start.subarray(0, magic.length).equals(magic);
}

/** What the header of a member says. */
export interface ArHeader {
  /** As it stands in the header: in BSD archives `#1/20`, in System V ones a place in the table of names, such as `/12`, may stand for it. */
  readonly name: string;
  /** Of its data in bytes, a long name of BSD included. */
  readonly size: number;
  /** How many bytes of its data are its name. */
  readonly nameLength: number;
}

/** Reads the header of a member; undefined when it is damaged. */
export function readArHeader(header: Buffer): ArHeader | undefined {
  const size = Number(header.toString("latin1", 48, 58));
  if (
    header.length < arHeaderLength ||
    header.toString("latin1", 58, 60) !== "`\n" ||
    !Number.isSafeInteger(size) ||
    size < 0
  )
    return undefined;
  const name = header.toString("latin1", 0, 16).trimEnd();
  return { name, size, nameLength: Math.min(size, name.startsWith("#1/") ? Number(name.slice(3)) || 0 : 0) };
}

const tables = new Set(["/", "//", "/SYM64/", "__.SYMDEF", "__.SYMDEF SORTED"]);

/** Whether a member only serves the others: a table of symbols or of long names. */
export function isArTable(name: string): boolean {
  return tables.has(name);
}
