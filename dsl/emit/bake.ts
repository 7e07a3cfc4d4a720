import { machinesOf, type Task } from "../graph/tasks.js";
import { imageReference } from "../lower/ir.js";
import { type Platform, platformFolder } from "../model/platform.js";

/** Where scripts/bake keeps what a wave reads and writes, seen from the folder of images. */
const place = ".bake";

/**
 * docker-bake.json: a target for every build, and a group for every wave (docs.docker.com, "Bake file reference").
 * All paths are seen from the folder of images, where scripts/bake starts buildx: nothing outside of it is read. It also says
 * where the results go, because buildx opens those files even to print the targets.
 * @param waves the builds of each wave
 * @param cache registry and path below which each image keeps its build cache, if it shall
 */
export function emitBake(waves: readonly (readonly Task[])[], cache?: string): string {
  const groups = waves.map((tasks, index): [string, object] => [
    `wave-${index + 1}`,
    { targets: tasks.map(targetName) },
  ]);
  const targets = waves.flat().map((task): [string, object] => [targetName(task), target(task, cache)]);
  const all = ["default", { targets: groups.map(([name]) => name) }] as const;
  return `${JSON.stringify({ group: Object.fromEntries([all, ...groups]), target: { stage, ...Object.fromEntries(targets) } }, undefined, 2)}\n`;
}

/** What all targets have in common. No image is called like it, because names begin with a stage and a dash. */
const stage = { target: "rootfs", pull: false, attest: ["type=provenance,disabled=true", "type=sbom,disabled=true"] };

/** Targets may not hold dots, and names of images hold no two underscores in a row. */
export function targetName({ image, platform }: Task): string {
  return `${image.replaceAll(".", "__")}_${platformFolder(platform)}`;
}

function target(task: Task, cache: string | undefined): object {
  const { image, platform, builder, contexts, flags } = task;
  const folder = `${place}/${platformFolder(platform)}/${image}`;
  return {
    inherits: ["stage"],
    description: `${image} for ${platform}, builds on ${machinesOf(task).join(" or ")}`,
    context: `${folder}/context`,
    dockerfile: "../Containerfile",
    contexts: { sources: `${folder}/context`, ...Object.fromEntries(contexts.map(namedContext)) },
    args: { BUILDKIT_SANDBOX_HOSTNAME: flags.get("hostname") },
    network: flags.get("network"),
    ulimits: [flags.get("ulimit")],
    platforms: [builder],
    ...(cache === undefined ? {} : cacheOf(`${cache}/${image}:${platformFolder(platform)}`)),
  };
}

/** The layout of an image under the name that Containerfiles have for it; it may be one of another platform than the build's. */
function namedContext(id: string): [string, string] {
  const [name = "", platform = ""] = id.split("@");
  return [imageReference(name), `oci-layout://${platformFolder(platform as Platform)}/${name}`];
}

/** Without `mode=max`: what a build leaves outside of /rootfs is large, and nothing can begin with it. */
function cacheOf(reference: string): object {
  return {
    "cache-from": [`type=registry,ref=${reference}`],
    "cache-to": [`type=registry,ref=${reference},oci-mediatypes=true,image-manifest=true`],
  };
}
