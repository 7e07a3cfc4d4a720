import type { Definition } from "../validate/definition.js";
import { namesOf, type DefinedDependency } from "../validate/dependencies.js";
import { definitionOf, type Graph } from "./graph.js";

type Definitions = Pick<Graph, "definitions">;

/** Order, rules, keys, makefiles and texts ask for the same things: each is made once for a graph. */
export function remembered<T>(
  compute: (graph: Definitions, definition: Definition) => T,
): (graph: Definitions, definition: Definition) => T {
  const graphs = new WeakMap<Definitions["definitions"], Map<Definition, T>>();
  return (graph, definition) => {
    let known = graphs.get(graph.definitions);
    if (known === undefined) graphs.set(graph.definitions, (known = new Map<Definition, T>()));
    let list = known.get(definition);
    if (list === undefined) known.set(definition, (list = compute(graph, definition)));
    return list;
  };
}

/** An image followed by everything it needs beside it at run time, each once, in depth-first order of `runDeps`. */
export function runClosure(graph: Definitions, name: string): readonly string[] {
  return runClosureOf(graph, definitionOf(graph, name));
}

const runClosureOf = remembered<readonly string[]>((graph, { name }) => {
  const seen = new Set<string>();
  const pending = [name];
  while (pending.length > 0) {
    const next = pending.pop()!;
    if (seen.has(next)) continue;
    seen.add(next);
    pending.push(...namesOf(definitionOf(graph, next).runDeps).reverse());
  }
  return [...seen];
});

/** The run-time closures of several images in order, each image once. */
export function runClosures(graph: Definitions, names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => runClosure(graph, name)))];
}

/** The images whose layers come first in an image: its base's, or a pallet's members with what they need. */
export const layerImages = remembered<readonly string[]>((graph, definition) => {
  if (definition.kind === "pallet") return runClosures(graph, namesOf(definition.members));
  return optional(definition.imageBase);
});

/** The image of a dependency that need not be there. */
export function optional(dependency: DefinedDependency | undefined): string[] {
  return dependency === undefined ? [] : [dependency.name];
}

/** The images laid into the build stage over its base, in order; what the base already holds is left out. */
export const overlays = remembered<readonly string[]>((graph, definition) => {
  const held = new Set(optional(definition.base).flatMap((base) => contents(graph, base)));
  return runClosures(graph, namesOf(definition.buildDeps)).filter((name) => !held.has(name));
});

/** An image and all images whose layers it consists of. */
export function contents(graph: Definitions, name: string): readonly string[] {
  return contentsOf(graph, definitionOf(graph, name));
}

const contentsOf = remembered<readonly string[]>((graph, definition) => [
  definition.name,
  ...layerImages(graph, definition).flatMap((inner) => contents(graph, inner)),
]);

/** The image that an output is cut from. */
export function cutFrom(definition: Definition): string[] {
  return definition.build?.kind === "cut" ? [definition.build.from] : [];
}

/** The images that a build stage starts or copies from, each once, in the order in which it uses them. */
export const contexts = remembered<readonly string[]>((graph, definition) => [
  ...optional(definition.base),
  ...overlays(graph, definition),
  ...cutFrom(definition),
]);

/** Every image that must be there before this one can be built, each once, in the order in which the build uses them. */
export const buildNeeds = remembered<readonly string[]>((graph, definition) => [
  ...new Set([...layerImages(graph, definition), ...contexts(graph, definition)]),
]);
