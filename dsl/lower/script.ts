import { posix } from "node:path";
import type { Command } from "../model/build.js";
import { isUnpacked, sourceName, type RemoteSource, type Source } from "../model/source.js";
import { command } from "../recipes/phases.js";
import type { Definition } from "../validate/definition.js";
import type { Mount, Section } from "./ir.js";

/** Where a build finds its sources and patches. */
const sourcesFolder = "/sources";
const patchesFolder = "/patches";

/** Path of a source in the image's context: its hash keeps equal names apart. */
export function contextPath(source: Source): string {
  return `${source.sha256}/${sourceName(source)}`;
}

/** The files that the script of a build needs, mounted one by one: the build sees nothing else of the host. */
export function mounts(definition: Definition): Mount[] {
  const sources = definition.sources.map((source) => ({ source: contextPath(source), target: `${sourcesFolder}/${sourceName(source)}` }));
  const patches = definition.patches.map((patch) => ({ source: `patches/${posix.basename(patch)}`, target: `${patchesFolder}/${posix.basename(patch)}` }));
  return [...sources, ...patches];
}

/** The script of a build: unpack, patch, then the phases or the author's own body. */
export function sections(definition: Definition): Section[] {
  const unpacking = definition.sources.flatMap((source) => ("seed" in source ? [] : unpackCommands(source)));
  const patching = definition.patches.map((patch) => command("patch", "-p1", "-i", `${patchesFolder}/${posix.basename(patch)}`));
  return [
    ...(unpacking.length > 0 ? [{ title: undefined, steps: unpacking }] : []),
    ...(patching.length > 0 ? [{ title: "patch", steps: patching }] : []),
    ...bodySections(definition),
  ];
}

function bodySections(definition: Definition): Section[] {
  if (definition.build?.kind === "recipe") return definition.build.phases.map((phase) => ({ title: phase.name, steps: phase.steps }));
  return definition.build?.kind === "script" ? [{ title: undefined, steps: [definition.build] }] : [];
}

/** The archive's owners and modes are not ours: files belong to the builder and get its umask. */
function unpackCommands(source: RemoteSource): Command[] {
  if (!isUnpacked(source)) return [];
  const file = `${sourcesFolder}/${sourceName(source)}`;
  const into = source.into;
  const folder = into === undefined ? [] : [command("mkdir", "-p", into)];
  if (file.endsWith(".zip")) return [...folder, command("unzip", "-q", "-d", into ?? ".", file)];
  const where = into === undefined ? [] : ["-C", into];
  return [...folder, command("tar", "-x", "--no-same-owner", "--no-same-permissions", `--strip-components=${source.strip ?? 1}`, ...where, "-f", file)];
}
