import {
  closeSync,
  constants,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  type Dirent,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { compareText } from "../report/diagnostic.js";

/** Files by path from the tree's root, sorted by path. */
export type Files = ReadonlyMap<string, Buffer>;

/**
 * All files below a folder, by path from the root, sorted. A missing folder is empty.
 * @param special takes what is neither file nor folder: links, pipes, devices. Default: listed like files.
 */
export function listFiles(root: string, folder: string, special?: string[]): string[] {
  const files: string[] = [];
  collect(root, folder, files, special ?? files);
  special?.sort(compareText);
  return files.sort(compareText);
}

function collect(root: string, folder: string, files: string[], special: string[]): void {
  for (const entry of entriesOf(`${root}/${folder}`)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) collect(root, path, files, special);
    else (entry.isFile() ? files : special).push(path);
  }
}

/** @throws the system's error for a folder that is there and cannot be read: it would look like an empty one. */
function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

/** Most files are small: one buffer for all of them saves the allocation and the look at the size. */
const chunk = Buffer.allocUnsafeSlow(1 << 16);

/** A pipe without a writer is empty: nobody waits for it. */
const withoutWaiting = constants.O_RDONLY | constants.O_NONBLOCK;
/** Node takes numbers as flags, too (Node documentation, "File system flags"); its types know only names. */
const textWithoutWaiting = { encoding: "utf8", flag: withoutWaiting as unknown as string } as const;

/** Hands the bytes of a file to `take`, part by part; a part is overwritten by the next. A short part is the last (POSIX.1-2017, read). */
export function readParts(path: string, take: (part: Buffer) => void): void {
  const file = openSync(path, withoutWaiting);
  try {
    let length: number;
    do {
      length = readSync(file, chunk);
      take(chunk.subarray(0, length));
    } while (length === chunk.length);
  } finally {
    closeSync(file);
  }
}

/** The bytes of a file. */
export function readBytes(path: string): Buffer {
  const parts: Buffer[] = [];
  readParts(path, (part) => parts.push(Buffer.from(part)));
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

/** The text of a file. @throws the system's error, which names the file also where Node leaves it out. */
export function readText(path: string, how: "utf8" | typeof textWithoutWaiting = "utf8"): string {
  try {
    return readFileSync(path, how);
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
}

/** Every file below a folder with its bytes. @param special see `listFiles`. */
export function readFiles(root: string, folder: string, special?: string[]): Map<string, Buffer> {
  return new Map(listFiles(root, folder, special).map((file) => [file, readBytes(`${root}/${file}`)]));
}

/** Every file below a folder as text. Node reads it in one call, which takes two thirds of the time of `readFiles`. */
export function readTexts(root: string, folder: string): Map<string, string> {
  return new Map(listFiles(root, folder).map((file) => [file, readText(`${root}/${file}`, textWithoutWaiting)]));
}

/** Writes a file whole or not at all: beside its place, then renamed. */
export function writeFile(path: string, text: string | Uint8Array): void {
  const next = `${path}.${process.pid}.tmp`;
  try {
    writeInFolder(next, text);
    renameSync(next, path);
  } catch (error) {
    remove(next);
    throw Object.assign(error as Error, { path });
  }
}

/**
 * Writes a new file whole or not at all: of two processes that make one file, the second is told so.
 * @throws Error with the code EEXIST when there is a file of that name.
 */
export function writeNewFile(path: string, text: string): void {
  const next = `${path}.${process.pid}.tmp`;
  try {
    writeInFolder(next, text);
    linkSync(next, path);
  } catch (error) {
    throw Object.assign(error as Error, { path });
  } finally {
    remove(next);
  }
}

/** Writes what only saves work later. Where it cannot be written, as in a read-only tree, the work is done again. */
export function writeMemory(path: string, text: string): void {
  try {
    writeFile(path, text);
  } catch {
    return;
  }
}

/** What kept a file from being written may keep it from being removed: the first error is the one to tell. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    return;
  }
}

/** Most folders exist: one is made only when it turns out to be missing. */
function writeInFolder(path: string, text: string | Uint8Array): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
