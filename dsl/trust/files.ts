import { createHash } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { link, lstat, mkdir, open, readdir, rename, unlink, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What an untrusted path holds: its bytes, or the reason why they were not read. */
export type ReadResult = { readonly bytes: Buffer } | { readonly refused: string };

/** Where files come from: a tree on disk, or a commit. */
export interface FileSource {
  /** Reads a file of at most `limit` bytes. */
  read(path: string, limit: number): Promise<ReadResult>;
  /** Names in a directory; none where there is no such directory. */
  list(path: string): Promise<string[]>;
}

/** Files of a tree on disk. */
export function fromTree(root: string): FileSource {
  return { read: (path, limit) => readUntrusted(root, path, limit), list: (path) => listUntrusted(root, path) };
}

/**
 * Reads a regular file below `root` without following a symbolic link in any part of `path`, and without waiting on a
 * FIFO or device. A file with a second hard link is refused, because its bytes belong to somebody else as well.
 * @param limit size in bytes above which the file is refused unread.
 * @param options.allowLinks accept hard links, for files whose bytes are checked against a hash.
 */
export async function readUntrusted(
  root: string,
  path: string,
  limit: number,
  options: { allowLinks?: boolean } = {},
): Promise<ReadResult> {
  const refusal = await refuseDirectories(root, path);
  if (refusal !== undefined) return { refused: refusal };
  let handle: FileHandle | undefined;
  try {
    handle = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const refused = refuseStats(await handle.stat(), limit, options.allowLinks ?? false);
    return refused === undefined ? { bytes: await handle.readFile() } : { refused };
  } catch (error) {
    return { refused: explain(error) };
  } finally {
    await handle?.close();
  }
}

async function refuseDirectories(root: string, path: string): Promise<string | undefined> {
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) return "path is not plain";
  for (let depth = 1; depth < parts.length; depth += 1) {
    const parent = parts.slice(0, depth).join("/");
    try {
      if (!(await lstat(join(root, parent))).isDirectory())
        return `${parent} is not a directory (links are not followed)`;
    } catch (error) {
      return `${parent}: ${explain(error)}`;
    }
  }
  return undefined;
}

function refuseStats(stats: Stats, limit: number, allowLinks: boolean): string | undefined {
  if (!stats.isFile()) return `not a regular file but ${kindOf(stats)}`;
  if (stats.nlink !== 1 && !allowLinks) return `has ${stats.nlink} hard links; only 1 is accepted`;
  if (stats.size > limit) return `is ${stats.size} bytes long; at most ${limit} are accepted`;
  return undefined;
}

/** Names the type of a directory entry for a message. */
export function kindOf(
  stats: Pick<Stats, "isFile" | "isDirectory" | "isSymbolicLink" | "isFIFO" | "isSocket">,
): string {
  if (stats.isFile()) return "a regular file";
  if (stats.isDirectory()) return "a directory";
  if (stats.isSymbolicLink()) return "a symbolic link";
  if (stats.isFIFO()) return "a FIFO";
  return stats.isSocket() ? "a socket" : "a device";
}

function explain(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "no such file";
  if (code === "ELOOP") return "not a regular file but a symbolic link";
  return code === undefined ? String(error) : `cannot be read (${code})`;
}

/** Names in a directory below `root`, byte-sorted; an absent directory has none. The directory itself may not be a link. */
export async function listUntrusted(root: string, path: string): Promise<string[]> {
  if ((await refuseDirectories(root, `${path}/x`)) !== undefined) return [];
  const names = await readdir(join(root, path), { encoding: "buffer" });
  return names.sort(Buffer.compare).map((name) => name.toString("utf8"));
}

/** Lower-case hexadecimal SHA-256 of some bytes. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Writes a file through a temporary name beside it, so that no reader and no crash ever sees half of it. */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = await writeTemporary(path, bytes);
  await rename(temporary, path);
}

/**
 * Writes a file that must not exist yet, whole or not at all.
 * @returns false, with nothing changed, when the name is taken.
 */
export async function writeNew(path: string, bytes: Uint8Array | string): Promise<boolean> {
  const temporary = await writeTemporary(path, bytes);
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await unlink(temporary);
  }
}

async function writeTemporary(path: string, bytes: Uint8Array | string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  const handle = await open(temporary, "w", 0o644);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return temporary;
}
