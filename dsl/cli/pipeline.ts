import { emitTree, type Tree } from "../emit/tree.js";
import { buildGraph } from "../graph/build.js";
import type { Graph } from "../graph/graph.js";
import { load } from "../load/load.js";
import { locate } from "../load/locate.js";
import { DiagnosticsError } from "../report/diagnostic.js";
import { validate } from "../validate/validate.js";

/** What came out of the definitions of a tree. */
export interface Compiled {
  readonly graph: Graph;
  readonly tree: Tree;
}

/**
 * definitions -> load -> validate -> graph -> lower and emit. Writes nothing but the cache folder.
 * @throws DiagnosticsError with every mistake found, each at its line and column.
 */
export async function compile(root: string, options: { readonly fresh?: boolean } = {}): Promise<Compiled> {
  const loaded = await load(root, options);
  if (loaded.diagnostics.length > 0 && loaded.definitions.length === 0) throw await failure(root, loaded.diagnostics, loaded.found.definitions.length);
  const validated = validate(loaded);
  const early = [...loaded.diagnostics, ...validated.diagnostics];
  if (early.length > 0) throw await failure(root, early, loaded.found.definitions.length);
  const { graph, diagnostics } = buildGraph(validated.definitions);
  if (diagnostics.length > 0) throw await failure(root, diagnostics, loaded.found.definitions.length);
  return { graph, tree: emitTree(graph, loaded.found) };
}

async function failure(root: string, diagnostics: Parameters<typeof locate>[1], checked: number): Promise<DiagnosticsError> {
  return new DiagnosticsError(await locate(root, diagnostics), checked);
}
