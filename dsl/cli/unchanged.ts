import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, repository } from "../load/place.js";
import { listFiles } from "../write/plan.js";
import { writeFile } from "../write/write.js";

/** What a finished compile leaves for the next one. */
interface Memory {
  readonly inputs: string;
  readonly outputs: string;
  readonly definitions: number;
}

/**
 * The number of definitions when nothing has changed since the last compile, else undefined.
 * Compares the bytes of the compiler, the definitions and the generated tree; times of files play no part.
 */
export function isCurrent(root: string): number | undefined {
  try {
    const memory = JSON.parse(readFileSync(memoryFile(root), "utf8")) as Memory;
    if (memory.inputs !== inputsHash(root) || memory.outputs !== outputsHash(root)) return undefined;
    return memory.definitions;
  } catch {
    return undefined; // No memory, or one that cannot be read: compiling writes a new one.
  }
}

/** Notes that generated/ now says what the definitions say. */
export function remember(root: string, definitions: number, tree: ReadonlyMap<string, string>): void {
  const memory: Memory = { inputs: inputsHash(root), outputs: treeHash(tree), definitions };
  writeFile(memoryFile(root), `${JSON.stringify(memory)}\n`);
}

function memoryFile(root: string): string {
  return join(cacheFolder(root), "unchanged.json");
}

function inputsHash(root: string): string {
  const hash = createHash("sha256").update(readFileSync(join(repository, "dist/sources.sha256")));
  return addFiles(addFiles(hash, repository, "bootstrap/host-seeds"), root, "defs").digest("hex");
}

function outputsHash(root: string): string {
  return addFiles(createHash("sha256"), root, "generated").digest("hex");
}

function treeHash(tree: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const file of [...tree.keys()].sort()) hash.update(`${file}\0`).update(tree.get(file)!).update("\0");
  return hash.digest("hex");
}

function addFiles(hash: ReturnType<typeof createHash>, root: string, folder: string): ReturnType<typeof createHash> {
  for (const file of listFiles(root, folder).sort()) hash.update(`${file}\0`).update(readFileSync(join(root, file))).update("\0");
  return hash;
}
