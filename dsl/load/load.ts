import type { Diagnostic } from "../report/diagnostic.js";
import { dropCache, ownHashes, readCache, writeCache, type Entry } from "./cache.js";
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
  /** Files of the definitions that an earlier compile with the same inputs found without mistakes of their own. */
  readonly checked: ReadonlySet<string>;
  /** What `keep` writes down; undefined when no cache is used, or nothing new is known. */
  readonly news: Result | undefined;
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
 * because what follows from a mistake would only repeat it. A definition keeps the value of the last compile when its own
 * bytes and those of everything that it imports are still the same (load/cache).
 */
export async function load(root: string, options: LoadOptions = {}): Promise<Loaded> {
  const inputs = options.inputs ?? readInputs(root);
  const { found, diagnostics } = discover(inputs);
  if (diagnostics.length > 0)
    return { found, definitions: [], diagnostics, checked: new Set(), news: undefined, settled: false };
  const own = ownHashes(found);
  const kept = options.fresh ? new Map<string, Entry>() : readCache(root, found, own);
  const unchanged = async (): Promise<boolean> => options.fresh === true || sameInputs(inputs, readInputs(root));
  const task = { root, found, own, limits: options.limits, unchanged };
  const all = (): Promise<Result> => refresh({ ...task, kept: new Map() });
  const first = kept.size === 0 ? await all() : await refresh({ ...task, kept });
  // Mistakes are told as a load of the whole tree tells them, and an opaque definition may concern any other.
  const whole = kept.size === 0 || first.diagnostics.length > 0 || first.opaque;
  const result = whole && kept.size > 0 ? await all() : first;
  const checked = new Set(whole ? [] : kept.keys());
  const news = options.fresh || checked.size === found.definitions.length ? undefined : result;
  return {
    found,
    definitions: valuesOf(found, result),
    diagnostics: result.diagnostics,
    checked,
    news,
    settled: result.settled,
  };
}

/** Notes the definitions of a tree in which no mistake was found, for the next load. */
export function keep(root: string, { found, news, settled }: Loaded): void {
  if (news?.opaque) dropCache(root);
  else if (news !== undefined && settled) writeCache(root, found, news.entries);
}

function valuesOf(found: Discovered, { entries }: Result): LoadedDefinition[] {
  return found.definitions.flatMap((source) => {
    const entry = entries.get(source.file);
    return entry === undefined ? [] : [{ source, value: entry.value }];
  });
}
