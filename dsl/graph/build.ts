import type { Diagnostic } from "../report/diagnostic.js";
import type { Definition } from "../validate/definition.js";
import { buildNeeds } from "./closure.js";
import { byName, definitionOf, type Graph } from "./graph.js";
import { placementProblems } from "./platforms.js";
import { danglingProblems, pinProblems } from "./references.js";
import { layerProblems, platformProblems, stageProblems } from "./rules.js";
import { toolProblems } from "./tools.js";

/** Relates the definitions to each other, orders them, and reports what cannot be built from what. */
export function buildGraph(definitions: readonly Definition[]): { graph: Graph; diagnostics: Diagnostic[] } {
  const named = byName(definitions);
  const dangling = danglingProblems(named);
  if (dangling.length > 0) return { graph: { definitions: named, order: [] }, diagnostics: dangling };
  const { order, cycle } = topologicalOrder(named);
  const graph = { definitions: named, order };
  const whole = cycle === undefined ? [...layerProblems(graph), ...toolProblems(graph)] : [cycleProblem(graph, cycle)];
  return {
    graph,
    diagnostics: [
      ...whole,
      ...stageProblems(graph),
      ...platformProblems(graph),
      ...placementProblems(graph),
      ...pinProblems(graph),
    ],
  };
}

/** Depth first over sorted names, with a stack of its own; the first cycle found ends it. */
function topologicalOrder(definitions: ReadonlyMap<string, Definition>): { order: string[]; cycle?: string[] } {
  const order: string[] = [];
  const done = new Set<string>();
  for (const start of definitions.keys()) {
    const stack = done.has(start) ? [] : [frame(definitions, start)];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const next = top.needs[top.next++];
      if (next === undefined) {
        order.push(stack.pop()!.name);
        done.add(top.name);
      } else if (!done.has(next)) {
        const open = stack.findIndex((item) => item.name === next);
        if (open >= 0) return { order, cycle: stack.slice(open).map((item) => item.name) };
        stack.push(frame(definitions, next));
      }
    }
  }
  return { order };
}

function frame(
  definitions: ReadonlyMap<string, Definition>,
  name: string,
): { name: string; needs: readonly string[]; next: number } {
  const graph = { definitions };
  return { name, needs: buildNeeds(graph, definitionOf(graph, name)), next: 0 };
}

/** Imports have no cycle by now: what is left comes through the image base that packages stand on by default. */
function cycleProblem(graph: Graph, cycle: readonly string[]): Diagnostic {
  const start = cycle.indexOf([...cycle].sort()[0]!);
  const names = [...cycle.slice(start), ...cycle.slice(0, start)];
  const first = definitionOf(graph, names[0]!);
  return {
    code: "E301",
    file: first.file,
    path: [],
    message: `images need each other: ${[...names, names[0]].join(" -> ")}`,
    hint: 'a package that core-filesystem is built with says `imageBase: "scratch"`.',
  };
}
