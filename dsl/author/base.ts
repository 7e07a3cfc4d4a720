import { contents } from "../graph/closure.js";
import { definitionOf, type Graph } from "../graph/graph.js";
import { stageLevels } from "../graph/rules.js";
import { imageTools } from "../graph/tools.js";
import { stages, type Stage } from "../model/platform.js";
import { compareText } from "../report/diagnostic.js";
import type { Definition } from "../validate/definition.js";

/** What a new package can be built with. */
export interface Ground {
  readonly base: Definition;
  /** Packages that bring what the base lacks. */
  readonly buildDeps: readonly Definition[];
  /** What no package of the tree that may be used brings. */
  readonly missing: readonly string[];
}

/**
 * Chooses a base for a package: the one that lacks least, and among equals the one that most packages of the stage stand on.
 * @param options.base the image that the author wants. @returns undefined when no image of the tree has a shell.
 */
export function chooseGround(
  graph: Graph,
  stage: Stage,
  tools: readonly string[],
  options: { readonly base?: string; readonly buildDeps?: readonly string[] } = {},
): Ground | undefined {
  const levels = stageLevels(graph);
  const usable = [...graph.definitions.values()].filter(
    (definition) => definition.output === undefined && (levels.get(definition.name) ?? 0) <= stages.indexOf(stage),
  );
  const bases =
    options.base !== undefined
      ? [definitionOf(graph, options.base)]
      : usable.filter(({ name }) => imageTools(graph, name).includes("sh"));
  const given = (options.buildDeps ?? []).map((name) => definitionOf(graph, name));
  const grounds = bases.map((base) => complete(graph, base, given, tools, usable));
  const rank = ({ base, missing, buildDeps }: Ground): number[] => [
    missing.length,
    buildDeps.length,
    -uses(graph, base, stage),
    -uses(graph, base),
    contents(graph, base.name).length,
  ];
  return grounds.sort((a, b) => compareNumbers(rank(a), rank(b)) || compareText(a.base.name, b.base.name))[0];
}

/**
 * What a package most likely needs at run time: what at least three packages of the tree, and nine of ten of those with the same
 * recipe on the same base, name in `runDeps`. That is the C library where programs are compiled, and the interpreter of a language.
 */
export function usualRunDeps(graph: Graph, base: Definition, recipe: string): Definition[] {
  const alike = [...graph.definitions.values()].filter(
    ({ output, base: own, build }) =>
      output === undefined && own?.name === base.name && build?.kind === "recipe" && build.recipe === recipe,
  );
  const counts = new Map<string, number>();
  for (const { runDeps } of alike) for (const { name } of runDeps) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= 3 && count >= 0.9 * alike.length)
    .map(([name]) => definitionOf(graph, name))
    .sort((a, b) => compareText(a.name, b.name));
}

function complete(
  graph: Graph,
  base: Definition,
  given: readonly Definition[],
  tools: readonly string[],
  usable: readonly Definition[],
): Ground {
  const [buildDeps, missing] = [[...given], [] as string[]];
  const provided = new Set([base, ...given].flatMap(({ name }) => imageTools(graph, name)));
  for (const tool of tools) {
    if (provided.has(tool)) continue;
    const provider = usable.find((definition) => definition.provides.includes(tool));
    if (provider === undefined) missing.push(tool);
    else buildDeps.push(provider);
    for (const brought of provider === undefined ? [] : imageTools(graph, provider.name)) provided.add(brought);
  }
  return { base, buildDeps, missing };
}

/** How many definitions, of one stage or of all, have this image as their base. */
function uses(graph: Graph, base: Definition, stage?: Stage): number {
  return [...graph.definitions.values()].filter(
    (definition) => definition.base?.name === base.name && (stage === undefined || definition.stage === stage),
  ).length;
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  return a.map((value, index) => value - b[index]!).find((difference) => difference !== 0) ?? 0;
}
