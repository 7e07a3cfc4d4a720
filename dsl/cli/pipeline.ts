import type { Tree } from "../emit/tree.js";
import type { Graph } from "../graph/graph.js";
import { keep, load, type Loaded, type LoadOptions } from "../load/load.js";
import { DiagnosticsError, type Diagnostic } from "../report/diagnostic.js";

/** What came out of the definitions of a tree. */
export interface Compiled {
  readonly loaded: Loaded;
  readonly graph: Graph;
  readonly tree: Tree;
  /** Whether the files stayed the same while they were read; what was made of files that did not is not remembered. */
  readonly settled: boolean;
}

/** How to compile. */
export interface CompileOptions extends LoadOptions {
  /** Work of the caller's own, done while other processes check types and evaluate. */
  readonly meanwhile?: () => void;
}

/**
 * definitions -> load -> validate -> graph -> lower and emit. Writes nothing but the cache folder.
 * @throws DiagnosticsError with every mistake found, each at its line and column.
 */
export async function compile(root: string, options: CompileOptions = {}): Promise<Compiled> {
  const [loaded, [{ validate }, { buildGraph }, { emitTree }]] = await Promise.all([
    load(root, options),
    laterSteps(options.meanwhile),
  ]);
  if (loaded.diagnostics.length > 0 && loaded.definitions.length === 0)
    throw await failure(root, loaded.diagnostics, loaded.found.definitions.length);
  const validated = validate(loaded);
  const early = [...loaded.diagnostics, ...validated.diagnostics];
  if (early.length > 0) throw await failure(root, early, loaded.found.definitions.length);
  const { graph, diagnostics } = buildGraph(validated.definitions);
  if (diagnostics.length > 0) throw await failure(root, diagnostics, loaded.found.definitions.length);
  keep(root, loaded);
  return { loaded, graph, tree: emitTree(graph, loaded.found), settled: loaded.settled };
}

/** The later steps are read from disk while tsc, another process, checks types. */
async function laterSteps(meanwhile: CompileOptions["meanwhile"]) {
  const steps = await Promise.all([
    import("../validate/validate.js"),
    import("../graph/build.js"),
    import("../emit/tree.js"),
  ]);
  meanwhile?.();
  return steps;
}

async function failure(root: string, diagnostics: readonly Diagnostic[], checked: number): Promise<DiagnosticsError> {
  const { locate } = await import("../load/locate.js");
  return new DiagnosticsError(await locate(root, diagnostics), checked);
}
