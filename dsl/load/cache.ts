import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { DefinitionFile, Discovered } from "./discover.js";
import { readBytes, writeMemory } from "./files.js";
import type { Imports } from "./imports.js";
import { compilerIdentity } from "./inputs.js";
import { cacheFolder } from "./place.js";

/** A definition that was evaluated, and found without mistakes by every check that looks at it alone, with what decided that. */
export interface Entry {
  /** Hash of its text and its extra files. */
  readonly own: string;
  readonly imports: Imports;
  /** The package that it exports. */
  readonly value: Record<string, unknown>;
}

interface Memory {
  /** The compiler and the locked lists of host seeds. */
  readonly context: string;
  readonly entries: Readonly<Record<string, Entry>>;
}

/** Hash of each definition's text and extra files, by its file. */
export function ownHashes(found: Discovered): Map<string, string> {
  return new Map(
    found.definitions.map(({ file, text }) => [file, ownHash(text, found.extrasOf.get(file) ?? [], found)]),
  );
}

function ownHash(text: string, extras: readonly string[], found: Discovered): string {
  const hash = createHash("sha256").update(text);
  for (const file of extras) {
    const bytes = found.extras.get(file)!;
    hash.update(`\0${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/**
 * Entries of the last compile that still hold: the same compiler and host seeds, and the same bytes in the definition and
 * in everything that it imports, however far. A cache that was cut short or altered counts as none.
 */
export function readCache(root: string, found: Discovered, own: ReadonlyMap<string, string>): Map<string, Entry> {
  const entries = rememberedEntries(root, found);
  const holds = new Map<string, boolean>();
  for (const file of own.keys()) settle(file, entries, own, holds);
  return new Map(Object.entries(entries).filter(([file]) => holds.get(file)));
}

function rememberedEntries(root: string, found: Discovered): Memory["entries"] {
  try {
    const text = readBytes(cacheFile(root)).toString("utf8");
    const body = text.slice(65);
    if (text.slice(0, 65) !== `${sha256(body)}\n`) return {};
    const memory = JSON.parse(body) as Memory;
    return memory.context === contextOf(found) ? memory.entries : {};
  } catch {
    return {}; // There is none yet.
  }
}

/** Decides whether an entry holds once its imports are decided, with a stack of its own: chains can be long. */
function settle(
  start: string,
  entries: Memory["entries"],
  own: ReadonlyMap<string, string>,
  holds: Map<string, boolean>,
): void {
  const stack = [start];
  while (stack.length > 0) {
    const file = stack.at(-1)!;
    const entry = Object.hasOwn(entries, file) && entries[file]!.own === own.get(file) ? entries[file]! : undefined;
    const open = holds.has(file) ? [] : (entry?.imports.definitions ?? []).filter((target) => !holds.has(target));
    if (open.length > 0) {
      stack.push(...open);
      continue;
    }
    if (!holds.has(file)) holds.set(file, entry?.imports.definitions.every((target) => holds.get(target)) ?? false);
    stack.pop();
  }
}

/** Replaces what is remembered. Written whole or not at all, with its own hash. */
export function writeCache(root: string, found: Discovered, entries: ReadonlyMap<string, Entry>): void {
  const body = JSON.stringify({ context: contextOf(found), entries: Object.fromEntries(entries) } satisfies Memory);
  writeMemory(cacheFile(root), `${sha256(body)}\n${body}`);
}

/** Forgets everything. */
export function dropCache(root: string): void {
  rmSync(cacheFile(root), { force: true });
}

/**
 * Whether a definition may depend on files that its emitted text does not import: by a type, which leaves no trace there,
 * by a declaration for all modules, or by a reference directive. Words that emission dropped give it away.
 */
export function isOpaque({ text }: DefinitionFile, emitted: string): boolean {
  return /\/\/\/\s*</.test(text) || countWords(text) !== countWords(emitted);
}

function countWords(text: string): number {
  return text.match(/\b(?:import|from|declare)\b/g)?.length ?? 0;
}

function contextOf({ hostSeeds }: Discovered): string {
  const hash = createHash("sha256");
  for (const [file, bytes] of hostSeeds) hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  return `${compilerIdentity()} ${hash.digest("hex")}`;
}

/** Where entries are remembered. */
export function cacheFile(root: string): string {
  return join(cacheFolder(root), "definitions.json");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
