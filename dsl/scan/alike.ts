import { createReadStream } from "node:fs";
import { Budget, sourceLimits } from "./budget.js";
import { ByteReader, drain } from "./bytes.js";
import { decompress, decompressorOf } from "./decompress.js";
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

/**
 * What in a tar archive GNU's and busybox's tar unpack differently, busybox's often without a word; undefined when there is nothing, or
 * the file is no tar archive. Reads all of it.
 * @returns the end of a sentence that begins with the archive, such as "has a sparse file, 'tool-1/disk.img', …".
 * @throws ArchiveError when it is damaged, MissingTool when this machine cannot undo its compression.
 */
export async function differently(path: string): Promise<string | undefined> {
  const stream = createReadStream(path);
  try {
    const packed = new ByteReader(stream);
    const tool = decompressorOf(await packed.peek(block));
    if (tool === undefined) return await inTar(packed);
    const bytes = decompress(packed.rest(), tool, new Budget(sourceLimits));
    try {
      return await inTar(new ByteReader(bytes));
    } finally {
      await bytes.return();
    }
  } finally {
    stream.destroy();
  }
}

async function inTar(reader: ByteReader): Promise<string | undefined> {
  if (!isTar(await reader.peek(block))) return undefined;
  const walk = new Walk();
  for (let header = await reader.read(block); !isEnd(header); header = await reader.read(block)) {
    const type = String.fromCharCode(header[156]!);
    const size = type === "1" ? 0 : (walk.size ?? sizeIn(header.subarray(124, 136)));
    const fault = headers.has(type) ? walk.extended(type, await headerText(reader, size)) : walk.member(type, header);
    if (fault !== undefined) return fault;
    if (!headers.has(type)) await drain(reader.take(size));
    await drain(reader.take((block - (size % block)) % block));
  }
  return undefined;
}

class Walk {
  size: number | undefined;
  private name: string | undefined;
  private readonly folders = new Set<string>();
  private readonly files = new Set<string>();

  /** A header that says something of the members behind it. */
  extended(type: string, bytes: Buffer): string | undefined {
    if (type === "L") this.name = bytes.toString("utf8").replace(/\0[\s\S]*$/, "");
    if (type === "L" || type === "K") return undefined;
    for (const [key, value] of paxRecords(bytes)) {
      if (key.startsWith("GNU.sparse.")) return `has a sparse file${this.name === undefined ? "" : `, '${this.name}'`}`;
      if (type === "g" && key !== "comment") return `says '${key}' of all of its members at once`;
      if (key === "path") this.name = value;
      if (key === "size") this.size = Number(value);
    }
    return undefined;
  }

  member(type: string, header: Buffer): string | undefined {
    const name = this.name ?? shortName(header);
    this.name = this.size = undefined;
    if (!plain.has(type)) return `has ${others[type] ?? `a member of the unknown kind '${type}'`}, '${name}'`;
    if (name.split("/").includes("..")) return `has a name that leads elsewhere, '${name}'`;
    const mode = Number.parseInt(header.toString("latin1", 100, 108), 8);
    const folder = type === "5" || name.endsWith("/");
    if (!folder && (mode & 0o7000) !== 0 && type !== "2") return `has a setuid, setgid or sticky file, '${name}'`;
    return this.twice(name.replace(/\/+$/, "").replace(/^(?:\.\/+)+/, ""), folder);
  }

  private twice(path: string, folder: boolean): string | undefined {
    (folder ? this.folders : this.files).add(path);
    return this.folders.has(path) && this.files.has(path)
      ? `has a file and a folder of one name, '${path}'`
      : undefined;
  }
}
