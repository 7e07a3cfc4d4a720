import type { Definition } from "../validate/definition.js";
import { layerImages } from "./closure.js";
import { definitionOf, type Graph } from "./graph.js";

/** The licence of an image: as declared, or for a pallet all of its parts' licences joined, so that none is typed twice. */
export function licenseOf(graph: Pick<Graph, "definitions">, definition: Definition): string {
  if (definition.kind === "package") return definition.license ?? "";
  const parts = layerImages(graph, definition).map((name) => licenseOf(graph, definitionOf(graph, name)));
  const single = [...new Set(parts)].sort();
  return single.map((part) => (/ OR /.test(part) && single.length > 1 ? `(${part})` : part)).join(" AND ");
}
