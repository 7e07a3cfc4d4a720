import { posix } from "node:path";
import { keepsText } from "../graph/platforms.js";
import type { Step } from "../model/build.js";
import { command, expand } from "../recipes/phases.js";
import type { TaggedSource } from "../sources/kinds.js";
import { contextPath, isFromTar, mountPath, unpackCommands } from "../sources/source.js";
import type { Definition } from "../validate/definition.js";
import type { Mount, Section } from "./ir.js";
import { patchesFolder, patchSteps } from "./patch.js";

/** Where a build finds its files. */
const filesFolder = "/files";

/** Where an output's script finds the image of the whole build. */
export const wholeFolder = "/whole";

/** The files that the script of a build needs, mounted one by one: the build sees nothing else of the host. */
export function mounts(definition: Definition): Mount[] {
  const sources = definition.sources.filter(({ kind }) => kind !== "vendored").map(sourceMount);
  const vendored = definition.sources.filter(({ kind }) => kind === "vendored").map(sourceMount);
  const patches = definition.patches.map((patch) => ({
    source: `files/${posix.basename(patch)}`,
    target: `${patchesFolder}/${posix.basename(patch)}`,
  }));
  return [...sources, ...patches, ...fileMounts(definition), ...vendored];
}

function sourceMount(source: TaggedSource): Mount {
  return { source: contextPath(source), target: mountPath(source) };
}

/** The package's own files that a build reads. */
export function fileMounts(definition: Definition): Mount[] {
  return definition.files.map((file) => ({
    source: `files/${posix.basename(file)}`,
    target: `${filesFolder}/${posix.basename(file)}`,
  }));
}

/** The script of a build: unpack, patch, then the phases or the author's own body. */
export function sections(definition: Definition): Section[] {
  const unpacking = definition.sources.flatMap(unpackCommands);
  const checking = keepsText(definition) || !definition.sources.some(isFromTar) ? [] : [refusingPieces];
  const patching = patchSteps(definition);
  return [
    ...(unpacking.length > 0 ? [{ title: undefined, steps: [...unpacking, ...checking] }] : []),
    ...(patching.length > 0 ? [{ title: "patch", steps: patching }] : []),
    ...bodySections(definition),
    ...licenseSection(definition),
  ];
}

/** Texts keep their place in the source, which tells two files of one name apart. */
function licenseSection(definition: Definition): Section[] {
  const folder = `/rootfs/usr/share/licenses/${definition.name.slice(definition.stage.length + 1)}`;
  const steps = definition.licenseFiles.map((path) =>
    command(
      "install",
      "-D",
      "-m",
      "0644",
      posix.resolve("/build", path),
      `${folder}/${path.startsWith("/") ? posix.basename(path) : path}`,
    ),
  );
  return steps.length > 0 ? [{ title: "licences", steps }] : [];
}

/** tar keeps links and modes as they are; a pattern that matches nothing stays as it is, and tar fails on it. */
function cutSteps(files: readonly string[]): Step[] {
  const patterns = files.map((path) => (/[*?]/.test(path) ? expand(path.slice(1)) : path.slice(1)));
  return [
    command("mkdir", "/rootfs"),
    command("tar", "-c", "-f", "/cut.tar", ...patterns),
    command("tar", "-x", "-p", "-f", "/cut.tar", "-C", "/rootfs"),
  ];
}

function bodySections(definition: Definition): Section[] {
  if (definition.build?.kind === "cut") return [{ title: undefined, steps: cutSteps(definition.build.files) }];
  if (definition.build?.kind === "recipe")
    return definition.build.phases.map((phase) => ({
      title: phase.name,
      steps: [
        ...phase.steps.map((step) => apart(definition, step)),
        ...(phase.name === "install" ? cleaning(definition) : []),
      ],
    }));
  if (definition.build?.kind !== "script") return [];
  const followed = definition.licenseFiles.length > 0;
  return [{ title: undefined, steps: [apart(definition, { ...definition.build, hook: followed })] }];
}

/** A shell of its own: what ends or changes the author's, as `exit`, `exec`, `set +e` and a heredoc without end do, leaves what follows as it is. */
function apart(definition: Definition, step: Step): Step {
  return step.kind === "script" && step.hook === true && !keepsText(definition)
    ? { kind: "script", body: `(\n${step.body}\n)` }
    : step;
}

/** The bootstrap's images are made once more by it, and go by their own rules. */
function cleaning({ stage, build }: Definition): Step[] {
  return stage !== "bootstrap" && build?.kind === "recipe" && build.recipe === "autotools"
    ? [command("find", "/rootfs", "-name", "*.la", "-delete")]
    : [];
}

/**
 * Fails where busybox's tar made of a file with holes a folder with its pieces, and ended with 0 (GNU tar manual, "PAX Format,
 * Version 1.0"). Busybox brings find, too; where there is none, tar is another.
 */
const refusingPieces: Step = {
  kind: "script",
  body: `! command -v find >/dev/null || find . -name 'GNUSparseFile.*' -exec echo 'tar does not join sparse files:' {} + -exec false {} +`,
};
