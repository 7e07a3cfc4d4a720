import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished as currentTestFinished } from "vitest";

/** Where a directory comes from, and which test it ends with: concurrent tests give their own hook. */
export interface TemporaryFolder {
  readonly from?: string;
  readonly onTestFinished?: (handler: () => void) => void;
}

/** A directory that disappears with the test; a copy of `from`, or empty. */
export function temporaryFolder({ from, onTestFinished = currentTestFinished }: TemporaryFolder = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stagex-test-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (from !== undefined) cpSync(from, folder, { recursive: true });
  return folder;
}

/** Writes files given by their path below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, data] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), data);
  }
}

/** The text of every file below a folder by its path from there, sorted; a missing folder is empty. */
export function readFiles(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** Names of the folders in a folder, sorted. */
export function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Whether goldens are to be rewritten rather than compared: `UPDATE=1 npm test`. */
export const updating = process.env["UPDATE"] === "1";
