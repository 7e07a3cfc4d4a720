import type { Diagnostic } from "../report/diagnostic.js";
import { dropCache, ownHashes, readCache, writeCache } from "./cache.js";
import { discover, type DefinitionFile, type Discovered } from "./discover.js";
import { readInputs, sameInputs, type Inputs } from "./inputs.js";
import type { Limits } from "./evaluate.js";
import { refresh, type Result } from "./refresh.js";

/** One definition with the value that it exports, still unchecked. */
export interface LoadedDefinition {
  readonly source: DefinitionFile;
  readonly value: Record<string, unknown>;
}

/** Everything that defs/ says, as JSON values; references to packages are `{ $package: "file#export" }`. */
export interface Loaded {
  readonly found: Discovered;
  readonly definitions: readonly LoadedDefinition[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the files were still the same after they were checked: an author may save one meanwhile. */
  readonly settled: boolean;
}

/** How to load. */
export interface LoadOptions {
  /** Neither reads nor writes the cache folder. */
  readonly fresh?: boolean;
  readonly limits?: Limits;
  /** The files, when they were read before. */
  readonly inputs?: Inputs;
}

/**
 * Finds, type-checks and evaluates the definitions of a tree. Each step runs only when the one before found no mistake,
 * because what follows from a mistake would only repeat it. A definition keeps the value of the last load when its own
 * bytes and those of everything that it imports are still the same (load/cache).
 */
export async function load(root: string, options: LoadOptions = {}): Promise<Loaded> {
  const inputs = options.inputs ?? readInputs(root);
  const { found, diagnostics } = discover(inputs);
  if (diagnostics.length > 0) return { found, definitions: [], diagnostics, settled: false };
  const own = ownHashes(found);
  const all = (): Promise<Result> => refresh({ root, found, own, kept: new Map(), limits: options.limits });
  if (options.fresh) return loaded(found, await all(), true);
  const kept = readCache(root, own);
  const first = kept.size === 0 ? await all() : await refresh({ root, found, own, kept, limits: options.limits });
  // Mistakes are told as a load of the whole tree tells them.
  const result = kept.size > 0 && first.diagnostics.length > 0 ? await all() : first;
  const settled = sameInputs(inputs, readInputs(root));
  if (result.diagnostics.length === 0) remember(root, result, settled, kept.size < found.definitions.length);
  return loaded(found, result, settled);
}

function remember(root: string, result: Result, settled: boolean, changed: boolean): void {
  if (result.opaque || !settled) dropCache(root);
  else if (changed) writeCache(root, result.entries);
}

function loaded(found: Discovered, { entries, diagnostics }: Result, settled: boolean): Loaded {
  const definitions = found.definitions.flatMap((source) => {
    const entry = entries.get(source.file);
    return entry === undefined ? [] : [{ source, value: entry.value }];
  });
  return { found, definitions, diagnostics, settled };
}
