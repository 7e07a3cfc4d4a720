import { tarNumber, tarText } from "../formats/tar.js";

/** Reads bytes of a layer; both numbers in bytes. */
export type Read = (offset: number, length: number) => Buffer;

/** One member of a layer. A hard link has the kind and the place of the data of the file that it names. */
export interface Member {
  /** Absolute, without a slash at the end; the root is "/". */
  readonly path: string;
  readonly kind: "file" | "directory" | "symlink";
  /** The twelve permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Target of a symbolic link, as it is. */
  readonly target: string;
  /** The file of the layer of which it is a hard link. */
  readonly linked?: string;
  /** Where the data begin in the layer, and their length in bytes. */
  readonly offset: number;
  readonly size: number;
}

const block = 512;
const kinds: Readonly<Record<string, Member["kind"]>> = { "0": "file", "2": "symlink", "5": "directory" };

/**
 * The members of a layer as scripts/pack writes it: GNU tar format, uncompressed (docs/image-format.md, section "Layer").
 * @param size of the layer in bytes.
 * @throws Error on what that format does not have.
 */
export function readMembers(read: Read, size: number): Member[] {
  const members = new Map<string, Member>();
  let long: { name?: string; target?: string } = {};
  for (let offset = 0; offset + block <= size; ) {
    const header = read(offset, block);
    if (header.every((byte) => byte === 0)) break;
    if (header.toString("latin1", 257, 265) !== "ustar  \0") throw new Error(`no header of GNU tar at byte ${offset}`);
    const length = number(header, 124, 12);
    const type = header.toString("latin1", 156, 157);
    offset += block;
    if (type === "L" || type === "K")
      long = { ...long, [type === "L" ? "name" : "target"]: tarText(read(offset, length)) };
    else {
      const member = memberOf(header, type, offset, length, long, members);
      members.set(member.path, member);
      long = {};
    }
    offset += Math.ceil(length / block) * block;
  }
  return [...members.values()];
}

function memberOf(
  header: Buffer,
  type: string,
  offset: number,
  size: number,
  long: { name?: string; target?: string },
  earlier: ReadonlyMap<string, Member>,
): Member {
  const path = absolute(long.name ?? tarText(header.subarray(0, 100)));
  const target = long.target ?? tarText(header.subarray(157, 257));
  const common = { path, mode: number(header, 100, 8), uid: number(header, 108, 8), gid: number(header, 116, 8) };
  if (type === "1") {
    const first = earlier.get(absolute(target));
    if (first === undefined) throw new Error(`${path} is a hard link to ${target}, which is no earlier member`);
    return { ...first, ...common, linked: first.path };
  }
  const kind = kinds[type];
  if (kind === undefined) throw new Error(`${path} has the type '${type}', which no layer has`);
  return { ...common, kind, target: kind === "symlink" ? target : "", offset, size };
}

function number(header: Buffer, offset: number, length: number): number {
  const value = tarNumber(header.subarray(offset, offset + length));
  if (value === undefined) throw new Error(`a header of tar with no number at byte ${offset} of it`);
  return value;
}

function absolute(name: string): string {
  const path = `/${name}`.replace(/^\/\.(?=\/|$)/, "").replace(/\/+$/, "");
  return path === "" ? "/" : path;
}
