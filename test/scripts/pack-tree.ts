import { readFileSync } from "node:fs";

/** One entry of a described tree; paths are relative, without a slash at either end. */
export type Entry =
  | { type: "directory"; path: string; mode: string; uid: number; gid: number }
  | { type: "file"; path: string; mode: string; uid: number; gid: number; text: string }
  | { type: "file"; path: string; mode: string; uid: number; gid: number; size: number; data: [number, string][] }
  | { type: "symlink"; path: string; uid: number; gid: number; target: string }
  | { type: "hardlink"; path: string; target: string };

/** An entry that is not a hard link. */
export type Node = Exclude<Entry, { type: "hardlink" }>;

/** A test vector of docs/image-format.md. `config` is the JSON text between the braces of the config's "config". */
export interface Vector {
  name: string;
  about: string;
  platform: string;
  config: string;
  setuid: string[];
  layersOf: string[];
  tree: Entry[] | null;
  layer: string | null;
  manifest: string;
}

/** All vectors, in an order in which each one's bases come before it. */
export const vectors = JSON.parse(
  readFileSync(new URL("../vectors/image-format.json", import.meta.url), "utf8"),
) as Vector[];

/** The bytes of a file entry, holes as zeros. */
export function content(entry: Node): Buffer {
  if (entry.type !== "file") return Buffer.alloc(0);
  if ("text" in entry) return Buffer.from(entry.text);
  const bytes = Buffer.alloc(entry.size);
  for (const [offset, text] of entry.data) bytes.write(text, offset);
  return bytes;
}

/** The permission bits of an entry. */
export function modeOf(entry: Node): number {
  return entry.type === "symlink" ? 0o777 : Number.parseInt(entry.mode, 8);
}

/** The entry that a path names in the end, through hard links. */
export function nodeAt(tree: Entry[], path: string): Node {
  const entry = tree.find((candidate) => candidate.path === path);
  if (entry === undefined) throw new Error(`no entry ${path}`);
  return entry.type === "hardlink" ? nodeAt(tree, entry.target) : entry;
}
