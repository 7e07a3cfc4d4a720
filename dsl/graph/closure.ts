import type { Definition } from "../validate/definition.js";
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
export function runClosure(graph: Definitions, name: string): string[] {
  const seen = new Set<string>();
  const pending = [name];
  while (pending.length > 0) {
    const next = pending.pop()!;
    if (seen.has(next)) continue;
    seen.add(next);
    pending.push(...[...definitionOf(graph, next).runDeps].reverse());
  }
  return [...seen];
}

/** The run-time closures of several images in order, each image once. */
export function runClosures(graph: Definitions, names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => runClosure(graph, name)))];
}

/** The images whose layers come first in an image: its base's, or a pallet's members with what they need. */
export function layerImages(graph: Definitions, definition: Definition): string[] {
  if (definition.kind === "pallet") return runClosures(graph, definition.members);
  return definition.imageBase === undefined ? [] : [definition.imageBase];
}

/** The images laid into the build stage over its base, in order; what the base already holds is left out. */
export const overlays = remembered<readonly string[]>((graph, definition) => {
  const held = new Set(definition.base === undefined ? [] : contents(graph, definition.base));
  return runClosures(graph, definition.buildDeps).filter((name) => !held.has(name));
});

/** An image and all images whose layers it consists of. */
export function contents(graph: Definitions, name: string): string[] {
  return [name, ...layerImages(graph, definitionOf(graph, name)).flatMap((inner) => contents(graph, inner))];
}

/** The image that an output is cut from. */
export function cutFrom(definition: Definition): string[] {
  return definition.build?.kind === "cut" ? [definition.build.from] : [];
}

/** Every image that must be there before this one can be built, each once, in the order in which the build uses them. */
export const buildNeeds = remembered<readonly string[]>((graph, definition) => {
  const base = definition.base === undefined ? [] : [definition.base];
  return [
    ...new Set([...layerImages(graph, definition), ...base, ...overlays(graph, definition), ...cutFrom(definition)]),
  ];
});
