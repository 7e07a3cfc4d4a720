/** Writes raw tar streams as container engines do: ustar headers with PAX records (POSIX.1-2024, pax, "pax Interchange Format"). */
import { type Entry, content, modeOf } from "./pack-tree.js";

/** A raw entry; names may be any bytes, and nothing is checked. */
export interface RawEntry {
  name: string | Buffer;
  type?: string;
  mode?: number;
  uid?: number;
  gid?: number;
  link?: string;
  data?: Buffer | string;
  /** The size in the header, if it is not that of the data. */
  size?: number;
  device?: [number, number];
  pax?: Record<string, string>;
}

function number(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, "0")}\0`;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

function block(entry: RawEntry, type: string, size: number): Buffer {
  const header = Buffer.alloc(512);
  Buffer.from(entry.name).copy(header, 0, 0, 100);
  header.write(number(entry.mode ?? 0o644, 8), 100);
  header.write(number(Math.min(entry.uid ?? 0, 0o7777777), 8), 108);
  header.write(number(Math.min(entry.gid ?? 0, 0o7777777), 8), 116);
  header.write(number(size, 12), 124);
  header.write(number(1700000000, 12), 136);
  header.write("        ", 148);
  header.write(type, 156);
  header.write(
    Buffer.from(entry.link ?? "")
      .subarray(0, 100)
      .toString("latin1"),
    157,
    "latin1",
  );
  header.write("ustar\x0000root", 257);
  header.write("root", 297);
  header.write(number(entry.device?.[0] ?? 0, 8), 329);
  header.write(number(entry.device?.[1] ?? 0, 8), 337);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${number(sum, 7)} `, 148);
  return header;
}

/** One PAX record; its length counts its own digits. */
function record(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`, "utf8");
  let length = rest.length;
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** One entry with its PAX records, data and padding. */
export function rawEntry(entry: RawEntry): Buffer {
  const data = Buffer.from(entry.data ?? "");
  const pax = { ...entry.pax };
  if (Buffer.from(entry.name).length > 100) pax.path = entry.name.toString();
  if (Buffer.from(entry.link ?? "").length > 100) pax.linkpath = entry.link ?? "";
  if ((entry.uid ?? 0) > 0o7777777) pax.uid = String(entry.uid);
  const records = Buffer.concat(Object.entries(pax).map(([key, value]) => record(key, value)));
  const extended =
    records.length === 0 ? [] : [block({ name: "PaxHeaders.0/x" }, "x", records.length), padded(records)];
  return Buffer.concat([...extended, block(entry, entry.type ?? "0", entry.size ?? data.length), padded(data)]);
}

/** A whole stream with the two zero blocks at its end. */
export function rawStream(entries: RawEntry[]): Buffer {
  return Buffer.concat([...entries.map(rawEntry), Buffer.alloc(1024)]);
}

function rawOf(entry: Entry): RawEntry {
  const pax = { mtime: "1700000000.123456789" };
  if (entry.type === "hardlink") return { name: `./${entry.path}`, type: "1", link: `./${entry.target}`, pax };
  const { uid, gid } = entry;
  const common = { uid, gid, mode: modeOf(entry), pax };
  if (entry.type === "directory") return { ...common, name: `./${entry.path}/`, type: "5" };
  if (entry.type === "symlink") return { ...common, name: `./${entry.path}`, type: "2", link: entry.target };
  return { ...common, name: `./${entry.path}`, data: content(entry) };
}

/** A tree as an engine might stream it: in the order of its description, with other times, names and header forms. */
export function streamOf(tree: Entry[]): Buffer {
  return rawStream([{ name: "./", type: "5", mode: 0o700, uid: 7, gid: 7 }, ...tree.map(rawOf)]);
}
