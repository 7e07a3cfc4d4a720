import { createHash, type Hash } from "node:crypto";
import { join } from "node:path";
import { listFiles, readBytes, readParts, writeMemory, type Files } from "../../load/files.js";
import { compilerIdentity, type Inputs } from "../../load/inputs.js";
import { cacheFolder } from "../../load/place.js";
import { compareText } from "../../report/diagnostic.js";

/** What a finished compile leaves for the next one. */
interface Memory {
  readonly inputs: string;
  readonly outputs: string;
  readonly definitions: number;
}

/**
 * The number of definitions when nothing has changed since the last compile, else undefined.
 * Compares the bytes of the compiler, the definitions and the generated tree; times of files play no part.
 * @param inputs what `inputsHash` gives
 */
export function isCurrent(root: string, inputs: string): number | undefined {
  try {
    const memory = JSON.parse(readBytes(memoryFile(root)).toString("utf8")) as Memory;
    if (memory.inputs !== inputs || memory.outputs !== outputsHash(root)) return undefined;
    return memory.definitions;
  } catch {
    return undefined; // No memory, or one that cannot be read: compiling writes a new one.
  }
}

/** Notes that generated/ now says what the definitions say. */
export function remember(root: string, inputs: string, definitions: number, tree: ReadonlyMap<string, string>): void {
  const memory: Memory = { inputs, outputs: treeHash(tree), definitions };
  writeMemory(memoryFile(root), `${JSON.stringify(memory)}\n`);
}

function memoryFile(root: string): string {
  return join(cacheFolder(root), "unchanged.json");
}

/** sha256 over the compiler, the host seeds and the definitions, in hexadecimal. */
export function inputsHash({ hostSeeds, defs }: Inputs): string {
  const hash = createHash("sha256").update(compilerIdentity());
  for (const files of [hostSeeds, defs] satisfies Files[])
    for (const [file, bytes] of files) endFile(hash.update(bytes), file, bytes.length);
  return hash.digest("hex");
}

function outputsHash(root: string): string {
  const hash = createHash("sha256");
  for (const file of listFiles(root, "generated")) {
    let length = 0;
    readParts(`${root}/${file}`, (part) => (hash.update(part), (length += part.length)));
    endFile(hash, file, length);
  }
  return hash.digest("hex");
}

function treeHash(tree: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const file of [...tree.keys()].sort(compareText)) {
    const text = tree.get(file)!;
    endFile(hash.update(text), file, Buffer.byteLength(text));
  }
  return hash.digest("hex");
}

/** Name and length after a file's bytes: read from the end, no other files give the same sequence. */
function endFile(hash: Hash, file: string, length: number): void {
  hash.update(`\0${file}\0${length}\0`);
}
