import type { Definition } from "../validate/definition.js";
import type { DefinedDependency } from "../validate/dependencies.js";

/** Several rules ask for the same list. */
const known = new WeakMap<Definition, readonly DefinedDependency[]>();

/** What a definition itself names, in the order of its keys; an output shares base and tools with the whole that it is cut from. */
export function edges(definition: Definition): readonly DefinedDependency[] {
  let list = known.get(definition);
  if (list === undefined) known.set(definition, (list = listEdges(definition)));
  return list;
}

function listEdges({
  output,
  base,
  buildDeps,
  runDeps,
  members,
  imageBase,
  testDeps,
}: Definition): DefinedDependency[] {
  if (output !== undefined) return [...runDeps, ...testDeps];
  const all = [base, ...buildDeps, ...runDeps, ...members, imageBase, ...testDeps];
  return all.filter((dependency) => dependency !== undefined);
}
