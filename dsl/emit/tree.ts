import { createHash } from "node:crypto";
import { definitionOf, type Graph } from "../graph/graph.js";
import { imageFolder, keyFile } from "../graph/paths.js";
import { lowerImage } from "../lower/image.js";
import { hostSeedFolder, keyLines, standInKeyLines } from "../lower/key.js";
import type { Containerfile } from "../lower/ir.js";
import { lowerTest } from "../lower/test.js";
import { type Platform, platformFolder, stages } from "../model/platform.js";
import type { Definition } from "../validate/definition.js";
import { emitContainerfile } from "./containerfile.js";
import { emitGraphJson } from "./graph-json.js";
import { emitImages, emitKey, emitMirrors, emitSources } from "./lists.js";
import { emitStageMakefile } from "./makefile.js";

/** Files that enter keys by their hash. */
export interface Inputs {
  readonly extras: ReadonlyMap<string, Buffer>;
  readonly hostSeeds: ReadonlyMap<string, Buffer>;
}

/** Files of generated/ by path from the tree's root. */
export type Tree = ReadonlyMap<string, string>;

/**
 * Everything that `defs compile` writes, as text.
 * @param found files beside the definitions, by path: their hashes enter the keys.
 */
export function emitTree(graph: Graph, found: Inputs): Tree {
  const tree = new Map<string, string>();
  for (const name of graph.order) emitImage(tree, graph, definitionOf(graph, name), found);
  const used = new Set([...graph.definitions.values()].map((definition) => definition.stage));
  for (const stage of stages) if (used.has(stage)) tree.set(`generated/${stage}.mk`, emitStageMakefile(graph, stage));
  tree.set("generated/graph.json", emitGraphJson(graph));
  tree.set("generated/images.txt", emitImages(graph));
  tree.set("generated/mirrors.txt", emitMirrors());
  return tree;
}

function emitImage(tree: Map<string, string>, graph: Graph, definition: Definition, found: Inputs): void {
  const folder = `generated/${imageFolder(definition)}`;
  const containerfiles = emitByPlatform(tree, definition, `${folder}/Containerfile`, (platform) =>
    lowerImage(graph, definition, platform),
  );
  emitByPlatform(tree, definition, `${folder}/Containerfile.test`, (platform) =>
    lowerTest(graph, definition, platform),
  );
  const sources = emitSources(definition);
  if (sources !== undefined) tree.set(`${folder}/sources.txt`, sources);
  for (const platform of definition.platforms) {
    const files = inputHashes(definition, containerfiles.get(platform)!, tree, found);
    const key = emitKey(definition.name, keyLines(graph, definition, platform, files));
    tree.set(keyFile(imageFolder(definition), platform), key);
  }
  for (const seed of definition.standIns) emitStandIn(tree, graph, definition, seed, found);
}

/**
 * Writes a Containerfile for all platforms of an image, or where they differ one for each beside its key; that of the platform
 * listed first keeps the usual name. Returns which one is whose.
 */
function emitByPlatform(
  tree: Map<string, string>,
  { platforms }: Definition,
  path: string,
  lower: (platform: Platform) => Containerfile | undefined,
): Map<Platform, string> {
  const texts = platforms.map((platform) => {
    const lowered = lower(platform);
    return lowered === undefined ? undefined : emitContainerfile(lowered);
  });
  const alike = texts.every((text) => text === texts[0]);
  const paths = platforms.map((platform, index) =>
    alike || index === 0 ? path : path.replace(/[^/]*$/, `${platformFolder(platform)}.$&`),
  );
  for (const [index, text] of texts.entries()) if (text !== undefined) tree.set(paths[index]!, text);
  return new Map(platforms.map((platform, index) => [platform, paths[index]!]));
}

function emitStandIn(
  tree: Map<string, string>,
  graph: Graph,
  definition: Definition,
  seed: string,
  { hostSeeds }: Inputs,
): void {
  const files = hostSeedHashes(seed, hostSeeds);
  for (const platform of definition.platforms) {
    const lines = standInKeyLines(graph, definition, platform, seed, files);
    tree.set(keyFile(imageFolder(definition), platform, seed), emitKey(`${definition.name} with SEED=${seed}`, lines));
  }
}

/** The files that decide an image, with their hashes: its Containerfile and patches, or its locked list of packages. */
function inputHashes(
  definition: Definition,
  containerfile: string,
  tree: Tree,
  { extras, hostSeeds }: Inputs,
): Map<string, string> {
  const text = tree.get(containerfile);
  const hashes = new Map(text === undefined ? [] : [[containerfile, sha256(text)]]);
  for (const file of [...definition.patches, ...definition.files]) hashes.set(file, sha256(extras.get(file)!));
  if (definition.build?.kind === "hostSeed")
    for (const [path, hash] of hostSeedHashes(definition.build.seed, hostSeeds)) hashes.set(path, hash);
  return hashes;
}

/** The files that scripts/host-seed reads for a seed, with their hashes. */
function hostSeedHashes(seed: string, hostSeeds: Inputs["hostSeeds"]): Map<string, string> {
  return new Map(
    ["common.conf", `${seed}.conf`, `${seed}.txt`].map((name) => [
      hostSeedFolder + name,
      sha256(hostSeeds.get(hostSeedFolder + name)!),
    ]),
  );
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
