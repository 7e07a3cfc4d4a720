import { posix } from "node:path";
import { keepsText } from "../graph/platforms.js";
import type { Command, Step } from "../model/build.js";
import { isUnpacked, sourceName, type RemoteSource, type Source } from "../model/source.js";
import { command, expand } from "../recipes/phases.js";
import { vendoredFolder } from "../recipes/vendored.js";
import type { Definition } from "../validate/definition.js";
import type { Mount, Section } from "./ir.js";
import { patchesFolder, patchSteps } from "./patch.js";

/** Where a build finds its sources and files. */
const sourcesFolder = "/sources";
const filesFolder = "/files";

/** The member of a Debian package that holds its files. */
const packageData = "data.tar.xz";

/** Where below the build directory a .zip is unpacked before its top folders are dropped. */
const unzipped = ".unzipped";

/** Where an output's script finds the image of the whole build. */
export const wholeFolder = "/whole";

/** Path of a source in the image's context: its hash keeps equal names apart. */
export function contextPath(source: Source): string {
  return `${source.sha256}/${sourceName(source)}`;
}

/** The files that the script of a build needs, mounted one by one: the build sees nothing else of the host. */
export function mounts(definition: Definition): Mount[] {
  const sources = definition.sources.map((source) => ({
    source: contextPath(source),
    target: `${sourcesFolder}/${sourceName(source)}`,
  }));
  const patches = definition.patches.map((patch) => ({
    source: `files/${posix.basename(patch)}`,
    target: `${patchesFolder}/${posix.basename(patch)}`,
  }));
  const vendored = definition.vendored.map((file) => ({
    source: contextPath(file),
    target: `${vendoredFolder}/${sourceName(file)}`,
  }));
  return [...sources, ...patches, ...fileMounts(definition), ...vendored];
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
  const unpacking = definition.sources.flatMap((source) => ("seed" in source ? [] : unpackCommands(source)));
  const checking = keepsText(definition) || !definition.sources.some(fromTar) ? [] : [refusingPieces];
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

function fromTar(source: Source): boolean {
  return !("seed" in source) && isUnpacked(source) && !sourceName(source).endsWith(".zip");
}

/** The archive's owners and modes are not ours: files belong to the builder and get its umask. */
function unpackCommands(source: RemoteSource): Command[] {
  if (!isUnpacked(source)) return [];
  const { into, strip = 1, nested = [] } = source;
  const folder = into === undefined ? [] : [command("mkdir", "-p", into)];
  const inner = nested.map((name) => (into === undefined ? name : `${into}/${name}`));
  return [
    ...folder,
    ...unpackFile(`${sourcesFolder}/${sourceName(source)}`, into, strip),
    ...inner.flatMap((file) => [...unpackFile(file, into, 1), command("rm", file)]),
  ];
}

function unpackFile(file: string, into: string | undefined, strip: number): Command[] {
  if (file.endsWith(".zip")) return unzipCommands(file, into ?? ".", strip);
  if (file.endsWith(".deb")) return packageCommands(file, into, strip);
  const where = into === undefined ? [] : ["-C", into];
  return [
    command(
      "tar",
      "-x",
      "--no-same-owner",
      "--no-same-permissions",
      `--strip-components=${strip}`,
      ...where,
      "-f",
      file,
    ),
  ];
}

/** The files of a Debian package are a tar archive within one of ar, "." being the first folder of each (deb(5)). */
function packageCommands(file: string, into: string | undefined, strip: number): Command[] {
  return [command("ar", "-x", file, packageData), ...unpackFile(packageData, into, strip), command("rm", packageData)];
}

/** unzip drops no folders: the archive is unpacked aside, and what lies as deep as wanted is taken. */
function unzipCommands(file: string, into: string, strip: number): Command[] {
  if (strip === 0) return [command("unzip", "-q", "-d", into, file)];
  return [
    command("unzip", "-q", "-d", unzipped, file),
    command("cp", "-RP", expand(`${unzipped}${"/*".repeat(strip)}/.`), into),
    command("rm", "-r", unzipped),
  ];
}
