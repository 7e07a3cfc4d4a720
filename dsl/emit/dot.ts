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

const colours: Readonly<Record<string, string>> = {
  bootstrap: "#fde8d7",
  core: "#dcebfb",
  user: "#e2f3df",
  pallet: "#efe3f7",
};

/** A string of the language: only the quotation mark has to be escaped, and a backslash would begin an escape of Graphviz' own. */
export function dotText(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** How an edge is drawn: bold for what a build starts from, dashed for run time, dotted for the image whose layers come first. */
export function edgeStyle(kind: EdgeKind): string {
  return styles[kind];
}

/** Every picture's own lines: boxes as wide as their names in a font whose letters are all of one width. */
export const dotFrame = [
  '    node [shape=box, style="filled,rounded", fontname=Courier, fontsize=12, height=0.32, margin="0.12,0.04", color="#5b6068"];',
  '    edge [color="#8a8f98", arrowsize=0.6];',
];

/** Hundreds of images take Graphviz a quarter of the time when it looks for the best places less long. */
const haste = ["    nslimit=1; nslimit1=1; mclimit=0.3;"];
const large = 150;

/** The graph in the language of Graphviz (Graphviz documentation, "DOT Language"): an arrow leads to what is needed. */
export function emitDot(graph: GraphFile): string {
  const nodes = [...graph.values()].map(({ name, stage, version }) => {
    const fill = dotText(colours[stage] ?? "#eeeeee");
    return `    ${dotText(name)} [fillcolor=${fill}, tooltip=${dotText(version === null ? name : `${name} ${version}`)}];`;
  });
  const edges = [...graph.values()].flatMap((entry) =>
    edgesOf(entry).map(
      ({ from, to, kind }) => `    ${dotText(from)} -> ${dotText(to)} [style=${edgeStyle(kind)}, tooltip=${kind}];`,
    ),
  );
  return ["digraph images {", ...(graph.size > large ? haste : []), ...dotFrame, ...nodes, ...edges, "}", ""].join(
    "\n",
  );
}
