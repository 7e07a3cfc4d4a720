import { type ByteReader, drain } from "./bytes.js";
import { tarText } from "../formats/tar.js";
import { nameFault, plainName, shown } from "./member-name.js";
import { headerText, isEnd, isTar, paxRecords, shortName, sizeIn } from "./tar.js";

const block = 512;

/** What members are, by the letter in their header (POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"). */
const plain = new Set(["0", "\0", "1", "2", "5", "7"]);
const headers = new Set(["L", "K", "x", "g"]);
const others: Readonly<Record<string, string>> = {
  "3": "a device",
  "4": "a device",
  "6": "a named pipe",
  D: "a listing of a folder",
  M: "the rest of a file from another volume",
  S: "a sparse file",
  V: "the label of a volume",
};

/** What in a tar archive GNU's and busybox's tar unpack differently; undefined when there is nothing, or it is no tar archive. */
export async function tarDifference(reader: ByteReader, strip: number): Promise<string | undefined> {
  if (!isTar(await reader.peek(block))) return undefined;
  const walk = new Walk(strip);
  for (let header = await reader.read(block); !isEnd(header); header = await reader.read(block)) {
    const type = String.fromCharCode(header[156]!);
    const size = type === "1" ? 0 : (walk.size ?? sizeIn(header.subarray(124, 136)));
    const fault = headers.has(type) ? walk.extended(type, await headerText(reader, size)) : walk.member(type, header);
    if (fault !== undefined) return fault;
    if (!headers.has(type)) await drain(reader.take(size));
    await drain(reader.take((block - (size % block)) % block));
  }
  const after = await reader.read(block);
  return after.some((byte) => byte !== 0) ? "goes on behind a lone block of zeros" : undefined;
}

class Walk {
  size: number | undefined;
  private name: string | undefined;
  private link: string | undefined;
  private readonly folders = new Map<string, number>();
  private readonly files = new Set<string>();
  /** Names of hard links, and of what they lead to: one program makes such links as they come, the other at the end. */
  private readonly linked = new Set<string>();

  constructor(private readonly strip: number) {}

  /** A header that says something of the members behind it. */
  extended(type: string, bytes: Buffer): string | undefined {
    if (type === "L") return this.named("name", tarText(bytes));
    if (type === "K") return this.named("link", tarText(bytes));
    for (const [key, value] of paxRecords(bytes)) {
      if (key.startsWith("GNU.sparse."))
        return `has a sparse file${this.name === undefined ? "" : `, ${shown(this.name)}`}`;
      if (type === "g" && key !== "comment") return `says '${key}' of all of its members at once`;
      const field = key === "path" ? "name" : key === "linkpath" ? "link" : undefined;
      const fault = field === undefined ? undefined : this.named(field, value);
      if (fault !== undefined) return fault;
      if (key === "size") this.size = Number(value);
    }
    return undefined;
  }

  private named(field: "name" | "link", value: string): string | undefined {
    const before = this[field];
    this[field] = value;
    return before === undefined || before === value
      ? undefined
      : `has a member of two names, ${shown(before)} and ${shown(value)}`;
  }

  member(type: string, header: Buffer): string | undefined {
    const name = this.name ?? shortName(header);
    const link = this.link ?? tarText(header.subarray(157, 257));
    const size = this.size;
    this.name = this.link = this.size = undefined;
    if (!plain.has(type)) return `has ${others[type] ?? `a member of the unknown kind '${type}'`}, ${shown(name)}`;
    if (size !== undefined && size !== sizeIn(header.subarray(124, 136)))
      return `has a file of two sizes, ${shown(name)}`;
    const fault = nameFault(name) ?? formFault(header, name, type);
    if (fault !== undefined) return fault;
    const mode = Number.parseInt(header.toString("latin1", 100, 108), 8);
    return type === "5" ? this.folder(plainName(name), mode) : this.file(plainName(name), type, mode, link);
  }

  private folder(path: string, mode: number): string | undefined {
    if ((mode & 0o1000) !== 0) return `has a sticky folder, ${shown(path)}`;
    if (this.files.has(path)) return `has a file and a folder of one name, ${shown(path)}`;
    // One program takes the last mode, the other the first. A folder that is made for what lies in it has the builder's.
    const before = this.folders.get(path);
    if (before !== undefined && before !== (mode & 0o755)) return `says two modes of the folder ${shown(path)}`;
    this.folders.set(path, mode & 0o755);
    this.above(path);
    return undefined;
  }

  private above(path: string): void {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const folder = path.slice(0, end);
      if (this.folders.has(folder)) return;
      this.folders.set(folder, 0o755);
    }
  }

  private file(path: string, type: string, mode: number, link: string): string | undefined {
    if ((mode & 0o7000) !== 0 && type !== "2") return `has a setuid, setgid or sticky file, ${shown(path)}`;
    if (this.folders.has(path)) return `has a file and a folder of one name, ${shown(path)}`;
    if (this.linked.has(path)) return `has a file twice that a hard link leads to, ${shown(path)}`;
    this.above(path);
    if (type === "1") return this.hardLink(path, link);
    this.files.add(path);
    return undefined;
  }

  private hardLink(path: string, link: string): string | undefined {
    const target = plainName(link);
    const dropped = link.split("/").filter((part) => part !== "").length <= this.strip;
    if (
      nameFault(link) !== undefined ||
      !this.files.has(target) ||
      dropped ||
      (this.files.has(path) && path !== target)
    )
      return `has a hard link, ${shown(path)}, to what is no file before it, ${shown(link)}`;
    this.files.add(path);
    this.linked.add(path).add(target);
    return undefined;
  }
}

/** What a header says in a form that the programs read differently. */
function formFault(header: Buffer, name: string, type: string): string | undefined {
  // GNU's older form keeps times where the other has the beginning of the name.
  if (header.toString("latin1", 257, 265) === "ustar  \0" && header[345] !== 0)
    return `has times in its headers, ${shown(name)}`;
  return type !== "5" && name.endsWith("/")
    ? `has a file whose name ends as a folder's does, ${shown(name)}`
    : undefined;
}
