import type { GraphFile, ImageEntry } from "./file.js";

/** Why an image needs another: the key of the definition that names it, or that the other is a whole that it is cut from. */
export type EdgeKind = "base" | "buildDeps" | "runDeps" | "members" | "imageBase" | "cutFrom";

/** One image needing another. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
}

/** What an image names, in the order of the definition's keys; an image named twice gives two edges. */
export function edgesOf(entry: ImageEntry): Edge[] {
  const edge = (kind: EdgeKind) => (to: string) => ({ from: entry.name, to, kind });
  const single = (kind: EdgeKind, to: string | null | undefined) =>
    to === null || to === undefined ? [] : [edge(kind)(to)];
  return [
    ...single("base", entry.base),
    ...entry.buildDeps.map(edge("buildDeps")),
    ...entry.runDeps.map(edge("runDeps")),
    ...entry.members.map(edge("members")),
    ...single("cutFrom", entry.cutFrom),
    ...single("imageBase", entry.imageBase),
  ];
}

/** The shortest chain of edges from one image to another, or undefined when the first does not need the second. */
export function why(graph: GraphFile, from: string, to: string): Edge[] | undefined {
  const reached = new Map<string, Edge | undefined>([[from, undefined]]);
  for (const name of reached.keys()) {
    if (name === to && name !== from) return chain(reached, to);
    for (const edge of edgesOf(entryOf(graph, name))) if (!reached.has(edge.to)) reached.set(edge.to, edge);
  }
  return undefined;
}

function chain(reached: ReadonlyMap<string, Edge | undefined>, to: string): Edge[] {
  const edges: Edge[] = [];
  for (let edge = reached.get(to); edge !== undefined; edge = reached.get(edge.from)) edges.unshift(edge);
  return edges;
}

/** An image that needs others, and whether it names one of them itself. */
export interface Dependent {
  readonly name: string;
  readonly direct: boolean;
}

/** Every image whose build uses one of these, by whatever way, in byte order; the images themselves are left out. */
export function dependents(graph: GraphFile, names: ReadonlySet<string>): Dependent[] {
  const users = reversed(new Map([...graph].map(([name, entry]) => [name, entry.deps])));
  const found = new Set(names);
  for (const name of found) for (const user of users.get(name) ?? []) found.add(user);
  return [...found]
    .filter((name) => !names.has(name))
    .sort()
    .map((name) => ({ name, direct: edgesOf(entryOf(graph, name)).some((edge) => names.has(edge.to)) }));
}

/** Who points at each, from what each points at. */
export function reversed(targets: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const [name, list] of targets) {
    for (const target of list) {
      const known = sources.get(target);
      if (known === undefined) sources.set(target, [name]);
      else known.push(name);
    }
  }
  return sources;
}

/** The images that these need, by whatever way, with the images themselves; in the graph's order. */
export function closure(graph: GraphFile, names: readonly string[]): GraphFile {
  const found = new Set(names);
  for (const name of found) for (const edge of edgesOf(entryOf(graph, name))) found.add(edge.to);
  return new Map([...graph].filter(([name]) => found.has(name)));
}

/** These images alone, with what they need of each other; in the graph's order. */
export function only(graph: GraphFile, chosen: ReadonlySet<string>): GraphFile {
  const single = (name: string | null | undefined): string | null => (name && chosen.has(name) ? name : null);
  const list = (names: readonly string[]): string[] => names.filter((name) => chosen.has(name));
  const cut = (entry: ImageEntry): ImageEntry => ({
    ...entry,
    base: single(entry.base),
    imageBase: single(entry.imageBase),
    cutFrom: single(entry.cutFrom),
    buildDeps: list(entry.buildDeps),
    runDeps: list(entry.runDeps),
    members: list(entry.members),
    deps: list(entry.deps),
  });
  return new Map([...graph].filter(([name]) => chosen.has(name)).map(([name, entry]) => [name, cut(entry)]));
}

/** The entry of an image. @throws Error when there is none. */
export function entryOf(graph: GraphFile, name: string): ImageEntry {
  const entry = graph.get(name);
  if (entry === undefined) throw new Error(`the graph has no image ${name}`);
  return entry;
}
