import { createHash } from "node:crypto";
import { definitionOf, type Graph } from "../graph/graph.js";
import { lowerImage } from "../lower/image.js";
import { keyLines } from "../lower/key.js";
import { stages } from "../model/platform.js";
import type { Definition } from "../validate/definition.js";
import { emitContainerfile } from "./containerfile.js";
import { emitGraphJson } from "./graph-json.js";
import { emitImages, emitKey, emitMirrors, emitSources, imageFolder } from "./lists.js";
import { emitStageMakefile, platformFolder } from "./makefile.js";

/** Files of generated/ by path from the tree's root. */
export type Tree = ReadonlyMap<string, string>;

/**
 * Everything that `defs compile` writes, as text.
 * @param extras the extra files beside the definitions, by path: their hashes enter the keys.
 */
export function emitTree(graph: Graph, extras: ReadonlyMap<string, Buffer>): Tree {
  const tree = new Map<string, string>();
  for (const name of graph.order) emitImage(tree, graph, definitionOf(graph, name), extras);
  const used = new Set([...graph.definitions.values()].map((definition) => definition.stage));
  for (const stage of stages) if (used.has(stage)) tree.set(`generated/${stage}.mk`, emitStageMakefile(graph, stage));
  tree.set("generated/graph.json", emitGraphJson(graph));
  tree.set("generated/images.txt", emitImages(graph));
  tree.set("generated/mirrors.txt", emitMirrors());
  return tree;
}

function emitImage(tree: Map<string, string>, graph: Graph, definition: Definition, extras: ReadonlyMap<string, Buffer>): void {
  const folder = `generated/${imageFolder(definition)}`;
  const containerfile = emitContainerfile(lowerImage(graph, definition));
  const files = new Map([[`${folder}/Containerfile`, sha256(containerfile)]]);
  for (const patch of definition.patches) files.set(patch, sha256(extras.get(patch) ?? ""));
  tree.set(`${folder}/Containerfile`, containerfile);
  const sources = emitSources(definition);
  if (sources !== undefined) tree.set(`${folder}/sources.txt`, sources);
  for (const platform of definition.platforms) tree.set(`${folder}/${platformFolder(platform)}.key`, emitKey(definition.name, keyLines(graph, definition, platform, files)));
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
