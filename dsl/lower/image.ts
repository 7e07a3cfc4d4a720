import { contextPath, sourceName } from "../sources/source.js";
import { cutFrom, layerImages, overlays } from "../graph/closure.js";
import type { Graph } from "../graph/graph.js";
import { targetOf } from "../graph/platforms.js";
import type { Platform } from "../model/platform.js";
import { resolve } from "../model/platform-text.js";
import type { Definition } from "../validate/definition.js";
import { imageReference, type Containerfile, type Instruction, type Mount } from "./ir.js";
import { inheritedConfig, mergedConfig } from "./config.js";
import { epoch } from "../model/epoch.js";
import { fileMounts, mounts, sections, wholeFolder } from "./script.js";

/** More overlays than this in one stage are gathered in stages of their own: engines limit the layers of an image. */
const overlaysPerStage = 40;

/**
 * The Containerfile of an image on one of its platforms: how its files come to be, and for a plain engine the whole image.
 * A host seed has none.
 */
export function lowerImage(graph: Graph, definition: Definition, platform: Platform): Containerfile | undefined {
  if (definition.build?.kind === "hostSeed") return undefined;
  const stages = definition.kind === "pallet" ? [palletStage(graph, definition)] : packageStages(graph, definition);
  return { header: header(definition), stages: resolve(stages, targetOf(graph, definition, platform)) };
}

/** What is made here and what to change instead, for the first line of a Containerfile. */
export function header(definition: Definition): string {
  const version = definition.version === undefined ? "" : ` ${definition.version}`;
  return `${definition.name}${version}. Generated from ${definition.file}: change that file, then run \`defs compile\`.`;
}

function palletStage(graph: Graph, definition: Definition): Instruction[] {
  const [first, ...rest] = layerImages(graph, definition);
  return [
    { kind: "from", image: imageReference(first!) },
    ...rest.map(copyAll),
    ...configInstructions(graph, definition),
  ];
}

function packageStages(graph: Graph, definition: Definition): Instruction[][] {
  const images = overlays(graph, definition);
  const gathered = images.length > overlaysPerStage ? chunks(images, overlaysPerStage) : [];
  const sysroots = gathered.map((chunk, index): Instruction[] => [
    { kind: "from", image: "scratch", as: `sysroot-${index + 1}` },
    ...chunk.map(copyAll),
  ]);
  const laid =
    gathered.length > 0
      ? gathered.map(
          (_, index): Instruction => ({ kind: "copy", from: `sysroot-${index + 1}`, source: ".", target: "/" }),
        )
      : images.map(copyAll);
  const base = definition.imageBase === undefined ? "scratch" : imageReference(definition.imageBase.name);
  return [
    ...sysroots,
    ...unpackedStage(definition),
    buildStage(definition, laid),
    [{ kind: "from", image: "scratch", as: "rootfs" }, ...rootfs(definition)],
    [
      { kind: "from", image: base },
      { kind: "copy", from: "rootfs", source: ".", target: "/" },
      ...configInstructions(graph, definition),
    ],
  ];
}

function buildStage(definition: Definition, laid: readonly Instruction[]): Instruction[] {
  const base = definition.base === undefined ? "scratch" : imageReference(definition.base.name);
  const start: Instruction[] = [{ kind: "from", image: base, as: "build" }];
  if (definition.build?.kind === "scratch")
    return [
      ...start,
      ...environment(definition.env),
      ...laid,
      ...scratchSteps(definition).flatMap((_, index) => scratchInstructions(definition, index)),
    ];
  const recipeEnv = definition.build?.kind === "recipe" ? definition.build.env : {};
  return [
    ...start,
    { kind: "user", user: "0:0" },
    ...environment({
      SOURCE_DATE_EPOCH: String(epoch),
      HOSTNAME: "sandbox",
      LC_ALL: "C",
      TZ: "UTC",
      ...recipeEnv,
      ...definition.env,
    }),
    ...laid,
    ...cutFrom(definition).map(
      (name): Instruction => ({ kind: "copy", from: imageReference(name), source: ".", target: `${wholeFolder}/` }),
    ),
    { kind: "workdir", path: definition.output === undefined ? "/build" : wholeFolder },
    { kind: "run", mounts: mounts(definition), script: sections(definition) },
  ];
}

type ScratchStep = Extract<Definition["build"], { kind: "scratch" }>["steps"][number];

/** Archives of which a build wants one directory are unpacked beside it: ADD cannot drop a path's first part. */
const unpackedName = "unpacked";

function scratchInstructions(definition: Definition, index: number): Instruction[] {
  const step = scratchSteps(definition)[index]!;
  if (step.kind === "directory") return [{ kind: "workdir", path: step.path }];
  if (step.kind === "exec")
    return [{ kind: "exec", argv: step.argv, mounts: [...fileMounts(definition), ...shownSources(definition, index)] }];
  if (step.kind === "keep" || step.kind === "mountSources") return [];
  if (step.top === undefined) return [added(definition, step.source, step.to)];
  return [{ kind: "copy", from: unpackedName, source: `/${step.top}/`, target: step.to === "/" ? "/" : `${step.to}/` }];
}

/** The sources that no step unpacks, where the last step before this one that mounts them says. */
function shownSources(definition: Definition, index: number): Mount[] {
  const at = scratchSteps(definition)
    .slice(0, index)
    .flatMap((step) => (step.kind === "mountSources" ? [step.at] : []))
    .at(-1);
  if (at === undefined) return [];
  const unpacked = new Set(scratchSteps(definition).flatMap((step) => (step.kind === "unpack" ? [step.source] : [])));
  return definition.sources
    .filter((source) => !unpacked.has(sourceName(source)))
    .map((source) => ({ source: contextPath(source), target: `${at}/${sourceName(source)}` }));
}

function unpackedStage(definition: Definition): Instruction[][] {
  const names = new Set(
    scratchSteps(definition).flatMap((step) => (step.kind === "unpack" && step.top !== undefined ? [step.source] : [])),
  );
  return names.size === 0
    ? []
    : [
        [
          { kind: "from", image: "scratch", as: unpackedName },
          ...[...names].map((name) => added(definition, name, "/")),
        ],
      ];
}

function added(definition: Definition, name: string, target: string): Instruction {
  const source = definition.sources.find((candidate) => sourceName(candidate) === name);
  if (source === undefined) throw new Error(`no source ${name}`);
  return { kind: "add", source: contextPath(source), target };
}

/** What becomes the image: the files that a scratch build keeps, or everything in /rootfs. */
function rootfs(definition: Definition): Instruction[] {
  const kept = scratchSteps(definition).flatMap((step) => (step.kind === "keep" ? step.paths : []));
  if (kept.length === 0) return [{ kind: "copy", from: "build", source: "/rootfs/", target: "/" }];
  return kept.map((path) => ({ kind: "copy", from: "build", source: path, target: path }));
}

function scratchSteps(definition: Definition): readonly ScratchStep[] {
  return definition.build?.kind === "scratch" ? definition.build.steps : [];
}

/** For the reader and for plain engines; the image that make packs takes its configuration from the key file. */
function configInstructions(graph: Graph, definition: Definition): Instruction[] {
  const config = mergedConfig(graph, definition);
  const inherited = inheritedConfig(graph, definition);
  const env = Object.fromEntries(
    Object.entries(config.env ?? {}).filter(([name, value]) => inherited.env?.[name] !== value),
  );
  return [
    ...environment(env),
    ...(config.workdir === inherited.workdir || config.workdir === undefined
      ? []
      : [{ kind: "workdir", path: config.workdir } as const]),
    ...(config.user === inherited.user || config.user === undefined
      ? []
      : [{ kind: "user", user: config.user } as const]),
    ...(config.entrypoint === inherited.entrypoint || config.entrypoint === undefined
      ? []
      : [{ kind: "entrypoint", argv: config.entrypoint } as const]),
    ...(config.cmd === inherited.cmd || config.cmd === undefined ? [] : [{ kind: "cmd", argv: config.cmd } as const]),
  ];
}

function copyAll(name: string): Instruction {
  return { kind: "copy", from: imageReference(name), source: ".", target: "/" };
}

function environment(values: Readonly<Record<string, string>>): Instruction[] {
  return Object.entries(values).map(([name, value]) => ({ kind: "env", name, value }));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
