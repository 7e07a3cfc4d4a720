import { contexts, layerImages } from "../graph/closure.js";
import { edges } from "../graph/edges.js";
import { imageId } from "../graph/platforms.js";
import type { Graph } from "../graph/graph.js";
import { epoch } from "../model/epoch.js";
import type { Platform } from "../model/platform.js";
import { keywordOf, sourceName } from "../sources/source.js";
import type { Definition } from "../validate/definition.js";
import { configJson } from "./config.js";

/** Versions of the formats that decide an output; a change that alters any digest raises its number. */
export const versions = { key: 1, build: 1, image: 1 } as const;

/** What the engines are told, beside the Containerfile, that a build can observe. */
const flags = ["network=none", "ulimit=nofile=2048:16384", "hostname=sandbox"] as const;

/** Where the locked lists of host seeds lie in the repository; everything else in a key lies in the tree. */
export const hostSeedFolder = "bootstrap/host-seeds/";

/** One line of a build key: a keyword and its values. */
export type KeyLine = readonly [string, ...string[]];

/**
 * The static part of an image's build key: everything that can change its output and is known without building.
 * scripts/lib/key.sh appends the digests of `layers` and `context` images. Specified in docs/build-key.md.
 * @param files hash of each text file that enters, by path from the root.
 */
export function keyLines(
  graph: Graph,
  definition: Definition,
  platform: Platform,
  files: ReadonlyMap<string, string>,
): KeyLine[] {
  return [
    ["key", String(versions.key)],
    ["image", String(versions.image)],
    ["platform", platform],
    ["epoch", String(epoch)],
    ["config", configJson(graph, definition, platform)],
    ...(definition.kind === "package" ? buildLines(definition, files) : []),
    ...layerImages(graph, definition).map((name): KeyLine => ["layers", name]),
    ...contexts(graph, definition).map((name): KeyLine => ["context", imageId(graph, definition, name)]),
    ...edges(definition).flatMap(({ name, pin, platform: taken = platform }): KeyLine[] => {
      const digest = pin?.digest?.[taken];
      return digest === undefined ? [] : [["pin", imageId(graph, definition, name), digest]];
    }),
  ];
}

/**
 * The build key of an image that a host seed stands in for: as the image's own, but made of the seed's packages alone.
 * @param files hash of the lists that say what the seed is, by path from the repository.
 */
export function standInKeyLines(
  graph: Graph,
  definition: Definition,
  platform: Platform,
  seed: string,
  files: ReadonlyMap<string, string>,
): KeyLine[] {
  const standIn: Definition = {
    ...definition,
    base: undefined,
    buildDeps: [],
    imageBase: undefined,
    build: { kind: "hostSeed", seed },
  };
  return keyLines(graph, standIn, platform, files);
}

function buildLines(definition: Definition, files: ReadonlyMap<string, string>): KeyLine[] {
  const { build } = definition;
  const hashes = [...files].map(
    ([path, hash]): KeyLine => [path.startsWith(hostSeedFolder) ? "lock" : "file", hash, path],
  );
  if (build?.kind === "hostSeed") return [["host-seed", build.seed], ...hashes];
  return [
    ["build", String(versions.build)],
    ...flags.map((flag): KeyLine => ["flag", flag]),
    ...hashes,
    ...definition.sources.map((source): KeyLine => [keywordOf(source), source.sha256, sourceName(source)]),
    ...definition.setuid.map((path): KeyLine => ["setuid", path]),
  ];
}
