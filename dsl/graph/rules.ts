import { stages } from "../model/platform.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Definition } from "../validate/definition.js";
import { layerImages } from "./closure.js";
import { edges } from "./edges.js";
import { definitionOf, type Graph } from "./graph.js";

/** Engines and their storage drivers stop at about 125 layers; what users add on top needs room too. */
export const mostLayers = 100;

/** E302: bootstrap < core < user; a pallet counts as the latest of its members. */
export function stageProblems(graph: Graph): Diagnostic[] {
  const levels = stageLevels(graph);
  return [...graph.definitions.values()].flatMap((definition) =>
    edges(definition).flatMap(({ name, path }): Diagnostic[] => {
      if (definition.kind === "pallet" || (levels.get(name) ?? 0) <= stages.indexOf(definition.stage)) return [];
      return [
        {
          code: "E302",
          file: definition.file,
          path,
          message: `${definition.name} cannot depend on ${name}, which belongs to a later stage`,
          hint: `the order is ${stages.slice(0, 3).join(" < ")}: move one of them, or use an earlier variant.`,
        },
      ];
    }),
  );
}

/** The place of each image's stage in the order of stages. */
export function stageLevels(graph: Graph): Map<string, number> {
  const levels = new Map<string, number>();
  for (const name of graph.order) levels.set(name, level(definitionOf(graph, name), levels));
  return levels;
}

function level(definition: Definition, levels: ReadonlyMap<string, number>): number {
  if (definition.kind === "package") return stages.indexOf(definition.stage);
  return Math.max(0, ...definition.members.map(({ name }) => levels.get(name) ?? 0));
}

/** E303: whatever an image is made from exists for each of its platforms. */
export function platformProblems(graph: Graph): Diagnostic[] {
  return [...graph.definitions.values()].flatMap((definition) =>
    edges(definition).flatMap(({ name, path, platform: taken }): Diagnostic[] => {
      if (taken !== undefined) return [];
      const target = graph.definitions.get(name);
      const lacking = definition.platforms.filter(
        (platform) => target !== undefined && !target.platforms.includes(platform),
      );
      if (lacking.length === 0) return [];
      return [
        {
          code: "E303",
          file: definition.file,
          path,
          message: `${name} is not built for ${lacking.join(", ")}`,
          hint: `add the platform there, take it from ${definition.name}, or say with \`on\` which platform is to be used.`,
        },
      ];
    }),
  );
}

/** E305: an image has at most 100 layers: those of the images it consists of, each once, and its own. */
export function layerProblems(graph: Graph): Diagnostic[] {
  const layers = new Map<string, ReadonlySet<string>>();
  return graph.order.flatMap((name): Diagnostic[] => {
    const definition = definitionOf(graph, name);
    const own = new Set(layerImages(graph, definition).flatMap((lower) => [...(layers.get(lower) ?? [])]));
    if (definition.kind === "package") own.add(name);
    layers.set(name, own);
    if (own.size <= mostLayers) return [];
    const path = definition.kind === "pallet" ? ["members"] : ["imageBase"];
    return [
      {
        code: "E305",
        file: definition.file,
        path,
        message: `${name} would have ${own.size} layers, more than ${mostLayers}`,
        hint: "build a package that holds the files of several, or split the image.",
      },
    ];
  });
}
