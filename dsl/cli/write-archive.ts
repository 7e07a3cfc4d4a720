import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { tarEnd, tarHeader, tarPadding } from "../formats/tar.js";
import { readParts } from "../load/files.js";
import { epoch } from "../model/epoch.js";
import { compareText } from "../report/diagnostic.js";

/** What becomes a file of an archive: its bytes, or where they lie with their SHA-256. */
export type Content = Uint8Array | { readonly file: string; readonly sha256: string };

/**
 * Writes a tar whole or not at all: SHA256SUMS, then files in order of their paths, which nobody owns and whose time is that of images.
 * @param folder the one that holds them all in the archive.
 * @param isProgram whether a path is to be run.
 * @returns how many files, and the archive's size in bytes and hash.
 */
export function writeArchive(
  to: string,
  folder: string,
  files: ReadonlyMap<string, Content>,
  isProgram: (path: string) => boolean,
): { files: number; bytes: number; sha256: string } {
  const sorted = [...files].sort(([a], [b]) => compareText(a, b));
  const sums = sorted.map(([path, content]) => `${sha256Of(content)}  ${path}\n`).join("");
  const next = `${to}.${process.pid}.tmp`;
  mkdirSync(dirname(to), { recursive: true });
  const archive = openSync(next, "w");
  const hash = createHash("sha256");
  let bytes = 0;
  const write = (part: Uint8Array): void => {
    hash.update(part);
    for (let done = 0; done < part.length; ) done += writeSync(archive, part, done);
    bytes += part.length;
  };
  try {
    for (const [path, content] of [["SHA256SUMS", Buffer.from(sums)] as const, ...sorted])
      writeMember(write, `${folder}/${path}`, content, isProgram(path) ? 0o755 : 0o644);
    write(tarEnd);
    closeSync(archive);
    renameSync(next, to);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
  return { files: sorted.length + 1, bytes, sha256: hash.digest("hex") };
}

function writeMember(write: (part: Uint8Array) => void, path: string, content: Content, mode: number): void {
  const size = "file" in content ? statSync(content.file).size : content.length;
  write(tarHeader(path, size, mode, epoch));
  if ("file" in content) readParts(content.file, write);
  else write(content);
  write(tarPadding(size));
}

function sha256Of(content: Content): string {
  return "file" in content ? content.sha256 : createHash("sha256").update(content).digest("hex");
}
