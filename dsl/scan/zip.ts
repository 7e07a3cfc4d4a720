import { mkdtemp, open, rm, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import type { Budget } from "./budget.js";
import { ArchiveError, type Bytes } from "./bytes.js";
import type { Member } from "./tar.js";

const largestDirectory = 256 * 2 ** 20;

/** An entry of the central directory. */
export interface Entry {
  readonly name: string;
  /** The system that wrote it. */
  readonly system: number;
  /** The version of the format that it needs, in tenths. */
  readonly version: number;
  readonly attributes: number;
  readonly crc32: number;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/**
 * The members of a zip archive by its central directory (APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16 and 4.5.3), which
 * stands at the end: so the archive is first copied into a file without a name.
 */
export async function* zipMembers(bytes: Bytes, budget: Budget): AsyncGenerator<Member, void, undefined> {
  const file = await namelessFile();
  try {
    let size = 0;
    for await (const piece of bytes) {
      await file.write(piece);
      size += piece.length;
    }
    for (const entry of entries(await directory(file, size)))
      if (entry.size > 0) yield { name: entry.name, bytes: content(file, entry, budget) };
  } finally {
    await file.close();
  }
}

/** The entries of the archive in a file. @throws ArchiveError when it is damaged. */
export async function zipEntries(file: FileHandle, size: number): Promise<Generator<Entry>> {
  return entries(await directory(file, size));
}

/** The name of a member in the header before its bytes, which is to be that of the directory. */
export async function localName(file: FileHandle, entry: Entry): Promise<string> {
  const header = await part(file, entry.at, 30);
  return (await part(file, entry.at + 30, header.readUInt16LE(26))).toString("utf8");
}

/** A file that is gone when it is closed, however this process ends. */
async function namelessFile(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), "defs-scan-"));
  const file = await open(join(folder, "zip"), "w+");
  await rm(folder, { recursive: true });
  return file;
}

async function part(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  if (bytesRead < length) throw new ArchiveError("is cut off");
  return buffer;
}

/** The central directory, found by the record at the end; that of ZIP64 stands before it where numbers are too large. */
async function directory(file: FileHandle, size: number): Promise<Buffer> {
  const tail = await part(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end === -1 || end + 22 > tail.length) throw new ArchiveError("has no central directory");
  let [length, at] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  const locator = end - 20;
  if (locator >= 0 && tail.toString("latin1", locator, locator + 4) === "PK\x06\x07") {
    const record = await part(file, Number(tail.readBigUInt64LE(locator + 8)), 56);
    [length, at] = [Number(record.readBigUInt64LE(40)), Number(record.readBigUInt64LE(48))];
  }
  if (length > largestDirectory) throw new ArchiveError(`has a directory of ${length} bytes`);
  return part(file, at, length);
}

function* entries(bytes: Buffer): Generator<Entry> {
  for (let at = 0; at < bytes.length; ) {
    if (at + 46 > bytes.length || bytes.toString("latin1", at, at + 4) !== "PK\x01\x02")
      throw new ArchiveError("has a damaged directory");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const large = largeNumbers(bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength));
    const sized = (offset: number): number =>
      bytes.readUInt32LE(at + offset) === 0xffff_ffff ? (large.shift() ?? NaN) : bytes.readUInt32LE(at + offset);
    const size = sized(24); // The large numbers stand in this order.
    yield {
      name,
      system: bytes.readUInt8(at + 5),
      version: bytes.readUInt16LE(at + 6) & 0xff,
      attributes: bytes.readUInt32LE(at + 38),
      crc32: bytes.readUInt32LE(at + 16),
      method: bytes.readUInt16LE(at + 10),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      size,
      packed: sized(20),
      at: sized(42),
    };
    at += 46 + nameLength + extraLength + commentLength;
  }
}

/** The numbers of a ZIP64 extra field. */
function largeNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    return Array.from({ length: field.length >> 3 }, (_, index) => Number(field.readBigUInt64LE(index * 8)));
  }
  return [];
}

/** The bytes of a member. */
export async function* content(
  file: FileHandle,
  entry: Entry,
  budget: Budget,
): AsyncGenerator<Buffer, void, undefined> {
  if (entry.encrypted) throw new ArchiveError("is encrypted");
  if (entry.method !== 0 && entry.method !== 8) throw new ArchiveError(`is compressed by method ${entry.method}`);
  if (![entry.at, entry.packed].every(Number.isSafeInteger)) throw new ArchiveError("has a damaged directory");
  const header = await part(file, entry.at, 30);
  const at = entry.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = Readable.from(pieces(file, at, at + entry.packed));
  const bytes = entry.method === 0 ? packed : packed.pipe(createInflateRaw());
  packed.once("error", (error) => bytes.destroy(error));
  try {
    for await (const piece of bytes as AsyncIterable<Buffer>) {
      budget.spend(piece.length, 0);
      yield piece;
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code?.startsWith("Z_") === true
      ? new ArchiveError(`cannot be inflated: ${(error as Error).message}`)
      : error;
  } finally {
    packed.destroy();
    bytes.destroy();
  }
}

async function* pieces(file: FileHandle, from: number, to: number): AsyncGenerator<Buffer, void, undefined> {
  for (let at = from; at < to; at += 1 << 16) yield await part(file, at, Math.min(1 << 16, to - at));
}
