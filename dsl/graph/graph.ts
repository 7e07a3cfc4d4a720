import type { Definition } from "../validate/definition.js";
import { compareText } from "../report/diagnostic.js";

/** The checked definitions of a tree by image name, with the relations between their images. */
export interface Graph {
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Image names, each after everything that its build needs; the same for the same tree, whatever the discovery order. */
  readonly order: readonly string[];
}

/** The definition of an image that validation has shown to exist. */
export function definitionOf(graph: Pick<Graph, "definitions">, name: string): Definition {
  const definition = graph.definitions.get(name);
  if (definition === undefined) throw new Error(`no definition of ${name}`);
  return definition;
}

/** Definitions by name, in byte order of their names. */
export function byName(definitions: readonly Definition[]): Map<string, Definition> {
  return new Map(
    [...definitions].sort((a, b) => compareText(a.name, b.name)).map((definition) => [definition.name, definition]),
  );
}
