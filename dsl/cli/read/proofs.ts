import { join } from "node:path";
import { contents } from "../../graph/closure.js";
import { definitionOf, type Graph } from "../../graph/graph.js";
import { platforms, type Platform } from "../../model/platform.js";
import { lay } from "../../prove/files.js";
import { brings, prove, type Proof } from "../../prove/prove.js";
import { present, type SeedMarks } from "../../prove/rule.js";
import { seedMarks } from "../../prove/seed-marks.js";
import { unknownImage } from "../../report/suggest.js";
import type { Definition } from "../../validate/definition.js";
import { BuiltImages } from "./built-images.js";
import { staleImages } from "./stale.js";

/** Which images are proved, and against what. */
export interface Request {
  /** Images by name; all of core, user and pallet when empty. */
  readonly names: readonly string[];
  /** Images of host seeds, nothing of which may be left. */
  readonly seeds: readonly string[];
  /** Only this platform. */
  readonly platform?: string | undefined;
  /** Looks in every built image for what is missing, not in related ones alone. */
  readonly everywhere?: boolean;
}

/** An image with what came of it; without proof, why there is none. */
export interface Verdict {
  readonly name: string;
  readonly platform: Platform;
  readonly definition: Definition;
  readonly digest?: string;
  readonly proof?: Proof;
  readonly refused?: string;
}

/** Why an image that `make` never built has no proof. */
export const notBuilt = "it is not built yet";

/** Whether an image is proved, with nothing found and nothing allowed in vain. */
export function isProved({ proof }: Verdict): boolean {
  return proof !== undefined && proof.findings.length + proof.idle.length === 0;
}

/**
 * Proves built images of a tree, in the order of their names.
 * @param out the directory that holds `<os-arch>/<image>/`.
 * @param progress is told each image before it is looked at.
 * @throws Error when the request names what does not exist.
 */
export async function proveBuilt(
  root: string,
  graph: Graph,
  request: Request,
  progress: (text: string) => void = () => {},
  out = process.env["OUT"] ?? join(root, "out"),
): Promise<Verdict[]> {
  const pairs = chosenPairs(graph, request);
  const images = new BuiltImages(out, graph);
  try {
    const related = pairs.flatMap(({ definition: { name } }) => [name, ...present(graph, name)]);
    const stale = await staleImages(root, out, [...new Set([...related, ...request.seeds])]);
    for (const seed of request.seeds) await requireSeed(images, stale, seed, pairs);
    for (const { platform } of request.everywhere === true ? pairs : [])
      for (const other of graph.order) await images.read(other, platform);
    const seeds = new Map<string, SeedMarks>();
    const found: Verdict[] = [];
    for (const [index, pair] of pairs.entries()) {
      progress(`proving ${pair.definition.name}, ${index + 1} of ${pairs.length}`);
      found.push(await verdict(images, stale, seeds, request.seeds, pair));
    }
    return found;
  } finally {
    images.close();
  }
}

interface Pair {
  readonly definition: Definition;
  readonly platform: Platform;
}

function chosenPairs(graph: Graph, { names, seeds, platform }: Request): Pair[] {
  for (const name of [...names, ...seeds])
    if (!graph.definitions.has(name)) throw new Error(unknownImage(name, graph.definitions.keys()));
  if (platform !== undefined && !(platforms as readonly string[]).includes(platform))
    throw new Error(`unknown platform '${platform}'; platforms are ${platforms.join(", ")}`);
  const early = names.filter((name) => definitionOf(graph, name).stage === "bootstrap");
  if (early.length > 0 && seeds.length === 0)
    throw new Error(`${early.join(", ")}: of bootstrap images only --seed proves anything`);
  const asked = [...graph.definitions.values()].filter(({ name, stage }) =>
    names.length > 0 ? names.includes(name) : stage !== "bootstrap",
  );
  const chosen = seeds.length > 0 ? withMembers(graph, asked) : asked;
  return chosen.flatMap((definition) =>
    definition.platforms
      .filter((item) => platform === undefined || item === platform)
      .map((item) => ({ definition, platform: item })),
  );
}

/** The files of a pallet are in its members: what is left of a seed is looked for in each of them. */
function withMembers(graph: Graph, definitions: readonly Definition[]): Definition[] {
  const names = definitions.flatMap(({ name, kind }) => (kind === "pallet" ? contents(graph, name) : [name]));
  return [...new Set(names)].map((name) => definitionOf(graph, name));
}

/** Reads all images that an image is related to, then proves it. */
async function verdict(
  images: BuiltImages,
  stale: ReadonlyMap<string, string>,
  seeds: Map<string, SeedMarks>,
  seedNames: readonly string[],
  { definition, platform }: Pair,
): Promise<Verdict> {
  const { name } = definition;
  const { graph } = images;
  const related = present(graph, name);
  const needed = [...new Set([name, ...related])].map((needs) => ({ needs, from: platform }));
  const marked = seedNames.map((seed) => ({ needs: seed, from: seedPlatform(graph, seed, platform) }));
  for (const { needs, from } of needed) {
    const refused = await refusal(images, stale, needs, from);
    if (refused !== undefined)
      return {
        name,
        platform,
        definition,
        refused: needs === name ? refused : `${needs}, which it is proved with: ${refused}`,
      };
  }
  const filesOf = (other: string) => images.files(other, platform);
  for (const { needs, from } of marked)
    if (!seeds.has(`${needs}@${from}`)) seeds.set(`${needs}@${from}`, seedMarks(needs, images.files(needs, from)));
  const marks = marked.map(({ needs, from }) => seeds.get(`${needs}@${from}`)!);
  const subject = {
    graph,
    definition,
    platform,
    own: filesOf(name),
    filesOf,
    closure: lay([...related].reverse().map(filesOf)),
    seeds: marks,
  };
  const bringers = images.readable(platform).filter((other) => definitionOf(graph, other).stage !== "bootstrap");
  const proof = prove(subject, (paths) => bringers.find((other) => brings(lay([filesOf(other)]), paths)));
  return { name, platform, definition, proof, digest: `sha256:${images.digest(name, platform)}` };
}

/** Without the seed's image nothing can be proved: that is said once, not for each image. */
async function requireSeed(
  images: BuiltImages,
  stale: ReadonlyMap<string, string>,
  seed: string,
  pairs: readonly Pair[],
): Promise<void> {
  for (const platform of new Set(pairs.map((pair) => seedPlatform(images.graph, seed, pair.platform)))) {
    const refused = await refusal(images, stale, seed, platform);
    if (refused !== undefined)
      throw new Error(
        `nothing can be proved with the seed ${seed}: ${refused}; run \`make ${seed}\`, with the SEED that it is made of`,
      );
  }
}

/** A seed may be of another platform than what is built on it. */
function seedPlatform(graph: Graph, seed: string, platform: Platform): Platform {
  const { platforms: known } = definitionOf(graph, seed);
  return known.includes(platform) ? platform : known[0]!;
}

async function refusal(
  images: BuiltImages,
  stale: ReadonlyMap<string, string>,
  name: string,
  platform: Platform,
): Promise<string | undefined> {
  const reason = stale.get(`${name}@${platform}`);
  if (reason !== undefined) return reason === "not built yet" ? notBuilt : `it is not current: ${reason}`;
  const image = await images.read(name, platform);
  return "refused" in image ? image.refused : undefined;
}
