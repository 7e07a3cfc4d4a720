import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readText, writeFile } from "../load/files.js";

/** What writing a site did; paths are those in its folder. */
export interface Written {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
}

/** Names the files that `defs site` wrote, so that it removes those alone. */
const listFile = ".defs-site";

/**
 * Brings a folder up to date. Each file is written beside its place and renamed; one with the right bytes is not touched.
 * @throws Error, with nothing written, when the folder holds files and was not written by this.
 */
export function writeSite(folder: string, files: ReadonlyMap<string, string>): Written {
  const before = listed(folder);
  const written = [...files.keys()].filter((file) => present(join(folder, file)) !== files.get(file));
  const removed = before.filter((file) => !files.has(file) && existsSync(join(folder, file)));
  const list = `${[...files.keys()].sort().join("\n")}\n`;
  if (present(join(folder, listFile)) !== list)
    writeFile(join(folder, listFile), `${[...new Set([...before, ...files.keys()])].sort().join("\n")}\n`);
  for (const file of written) writeFile(join(folder, file), files.get(file)!);
  for (const file of removed) rmSync(join(folder, file));
  if (present(join(folder, listFile)) !== list) writeFile(join(folder, listFile), list);
  return { written, removed, unchanged: files.size - written.length };
}

/** Files that an earlier run wrote. A list that somebody edited could name files outside: only plain paths count. */
function listed(folder: string): string[] {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return [];
  const text = present(join(folder, listFile));
  if (text === undefined)
    throw new Error(`${folder} holds files that \`defs site\` did not write: give --to an empty folder, or a new one`);
  return text.split("\n").filter((file) => /^(?:images\/)?[a-z0-9][a-z0-9._-]*$/.test(file));
}

function present(path: string): string | undefined {
  return existsSync(path) ? readText(path) : undefined;
}
