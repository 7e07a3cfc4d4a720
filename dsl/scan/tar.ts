import { tarNumber, tarText } from "../formats/tar.js";
import { ArchiveError, type ByteReader, type Bytes, drain } from "./bytes.js";

/** A file in an archive. */
export interface Member {
  readonly name: string;
  readonly bytes: Bytes;
  /** Whether holes are left out of the bytes, so that they do not begin as the file does. */
  readonly sparse?: boolean;
}

const block = 512;
const longestHeader = 1 << 20;
const longestName = 4096;

/** What headers before a member say of it. */
interface Extension {
  name?: string;
  size?: number;
  sparse?: boolean;
}

/** Whether a file begins like a tar archive: with a header whose sum is right. */
export function isTar(start: Buffer): boolean {
  return start.length >= block && start[0] !== 0 && sumIsRight(start);
}

/**
 * The members of a tar archive that have bytes (POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block"; GNU tar
 * manual, "Basic Tar Format"). Whoever takes a member need not read it to its end.
 */
export async function* tarMembers(reader: ByteReader): AsyncGenerator<Member, void, undefined> {
  let extension: Extension = {};
  for (let header = await reader.read(block); header.some((byte) => byte !== 0); header = await reader.read(block)) {
    if (header.length < block || !sumIsRight(header)) throw new ArchiveError("has a damaged header");
    const type = String.fromCharCode(header[156]!);
    const size = type === "1" ? 0 : (extension.size ?? sizeIn(header.subarray(124, 136)));
    if ("LKxg".includes(type)) {
      await extend(extension, type, await headerText(reader, size));
    } else {
      if (type === "S") await skipMap(reader, header);
      const member = {
        name: extension.name ?? shortName(header),
        bytes: reader.take(size),
        sparse: type === "S" || extension.sparse === true,
      };
      extension = {};
      if (member.name.length > longestName) throw new ArchiveError(`has a name of ${member.name.length} characters`);
      if (size > 0) yield member;
      await drain(member.bytes);
    }
    await drain(reader.take((block - (size % block)) % block));
  }
  for await (const piece of reader.rest())
    if (piece.some((byte) => byte !== 0)) throw new ArchiveError("goes on after its end");
}

/** Whether a header is none: a block of zeros ends an archive, and a damaged one is no header. @throws ArchiveError for the latter. */
export function isEnd(header: Buffer): boolean {
  if (!header.some((byte) => byte !== 0)) return true;
  if (header.length < block || !sumIsRight(header)) throw new ArchiveError("has a damaged header");
  return false;
}

/** The sum of all bytes of a header, with blanks in place of the sum itself. */
function sumIsRight(header: Buffer): boolean {
  let sum = 8 * 32;
  for (let at = 0; at < block; at += 1) if (at < 148 || at >= 156) sum += header[at]!;
  return Number.parseInt(tarText(header.subarray(148, 156)).trim(), 8) === sum;
}

/** The size that a header says. @throws ArchiveError when it is no number. */
export function sizeIn(field: Buffer): number {
  const size = tarNumber(field);
  if (size === undefined) throw new ArchiveError("has a header with a size that is no number");
  return size;
}

/** The name that a header has room for. */
export function shortName(header: Buffer): string {
  const name = tarText(header.subarray(0, 100));
  const prefix = header.toString("latin1", 257, 263) === "ustar\0" ? tarText(header.subarray(345, 500)) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** The bytes of a header behind a header. @throws ArchiveError when there are too many or too few. */
export async function headerText(reader: ByteReader, size: number): Promise<Buffer> {
  if (size > longestHeader) throw new ArchiveError(`has a header of ${size} bytes`);
  const bytes = await reader.read(size);
  if (bytes.length < size) throw new ArchiveError("is cut off in a header");
  return bytes;
}

async function extend(extension: Extension, type: string, bytes: Buffer): Promise<void> {
  if (type === "L") extension.name = tarText(bytes);
  if (type !== "x") return; // K is the target of a link; what g says holds for all members, so it is never a name or a size.
  for (const [key, value] of paxRecords(bytes)) {
    if (key === "path" || key === "GNU.sparse.name") extension.name = value;
    if (key === "size") extension.size = sizeIn(Buffer.from(Number(value).toString(8)));
    if (key.startsWith("GNU.sparse.")) extension.sparse = true;
  }
}

/** Records of a pax header: `<length> <key>=<value>\n`, where the length counts the whole record in bytes. */
export function* paxRecords(bytes: Buffer): Generator<readonly [key: string, value: string]> {
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString("latin1", at, at + 20), 10);
    if (!(length > 4) || at + length > bytes.length) throw new ArchiveError("has a damaged pax header");
    const record = bytes.toString("utf8", at, at + length - 1);
    const [start, equals] = [record.indexOf(" ") + 1, record.indexOf("=")];
    yield [record.slice(start, equals), record.slice(equals + 1)];
    at += length;
  }
}

/** Skips the further blocks of the map of a sparse file (GNU tar manual, "Old GNU Format"). */
async function skipMap(reader: ByteReader, header: Buffer): Promise<void> {
  for (let more = header[482]; more === 1; ) {
    const next = await reader.read(block);
    if (next.length < block) throw new ArchiveError("is cut off in the map of a sparse file");
    more = next[504];
  }
}
