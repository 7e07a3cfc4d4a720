import type { GraphFile } from "../graph/file.js";
import { emitDot } from "./dot.js";
import { drawDot } from "./graphviz.js";

/**
 * The graph as a picture (SVG 1.1), laid out by Graphviz: lines lead down to what is needed, dashed for run time, dotted for the image
 * whose layers come first. Uses nothing but the text itself, and the same images give the same picture in whatever order they come.
 */
export async function emitSvg(graph: GraphFile): Promise<string> {
  const sorted = new Map([...graph].sort(([a], [b]) => (a < b ? -1 : 1)));
  const svg = await drawDot(emitDot(sorted));
  return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ');
}
