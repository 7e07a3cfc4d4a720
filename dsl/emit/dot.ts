import type { GraphFile } from "../graph/file.js";
import { edgesOf, type EdgeKind } from "../graph/query.js";

const styles: Readonly<Record<EdgeKind, string>> = {
  base: "bold",
  buildDeps: "solid",
  runDeps: "dashed",
  members: "solid",
  cutFrom: "bold",
  imageBase: "dotted",
};

/** The graph in the language of Graphviz (Graphviz documentation, "DOT Language"): an arrow leads to what is needed. */
export function emitDot(graph: GraphFile): string {
  const nodes = [...graph.keys()].map((name) => `    ${JSON.stringify(name)};`);
  const edges = [...graph.values()].flatMap((entry) =>
    edgesOf(entry).map(
      ({ from, to, kind }) =>
        `    ${JSON.stringify(from)} -> ${JSON.stringify(to)} [style=${styles[kind]}, tooltip=${kind}];`,
    ),
  );
  return ["digraph images {", "    node [shape=box];", ...nodes, ...edges, "}", ""].join("\n");
}
