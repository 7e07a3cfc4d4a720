import type { Platform } from "../model/platform.js";
import type { Target } from "../model/platform-text.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Definition } from "../validate/definition.js";
import type { DefinedDependency } from "../validate/dependencies.js";
import { edges } from "./edges.js";
import { buildNeeds, contents, layerImages, remembered, runClosure } from "./closure.js";
import type { Graph } from "./graph.js";

type Definitions = Pick<Graph, "definitions">;

/** An image that a build uses, with the platform that it is taken from; undefined is the build's own. */
interface Use {
  readonly name: string;
  readonly platform: Platform | undefined;
}

/** Every image whose files a build sees: what is laid into it, what its base holds, and the layers below its result. */
function uses(graph: Definitions, definition: Definition): Use[] {
  const { base, buildDeps } = definition;
  const from = (names: readonly string[], platform?: Platform): Use[] => names.map((name) => ({ name, platform }));
  return [
    ...(base === undefined ? [] : from(contents(graph, base.name), base.platform)),
    ...buildDeps.flatMap(({ name, platform }) => from(runClosure(graph, name), platform)),
    ...layerImages(graph, definition).flatMap((name) => from(contents(graph, name))),
  ];
}

/** The images that a build takes from another platform than its own, by name: those named with `on`, and what they need. */
const foreign = remembered<ReadonlyMap<string, Platform>>((graph, definition) => {
  const { base, buildDeps } = definition;
  if (base?.platform === undefined && buildDeps.every(({ platform }) => platform === undefined)) return new Map();
  return new Map(
    uses(graph, definition).flatMap(({ name, platform }): [string, Platform][] =>
      platform === undefined ? [] : [[name, platform]],
    ),
  );
});

/** The platform from which a build for `own` takes an image. */
export function platformOf(graph: Definitions, definition: Definition, name: string, own: Platform): Platform {
  return foreign(graph, definition).get(name) ?? own;
}

/** What an image is built for, and on. */
export function targetOf(graph: Definitions, definition: Definition, platform: Platform): Target {
  const { base } = definition;
  const builder = base === undefined ? platform : platformOf(graph, definition, base.name, platform);
  return { platform, builder, hardened: !keepsText(definition) };
}

/**
 * Whether the text of a build stays as it was made first. The bootstrap is anchored by it; what stands on the bootstrap's GCC has its
 * digest from it, until it is compiled by Clang: then it is built anew anyway.
 */
export function keepsText({ stage, base }: Definition): boolean {
  return stage === "bootstrap" || base?.name === "bootstrap-stage3";
}

/** A needed image as keys and lists name it: `name`, or `name@platform` when its platform was chosen with `on`. */
export function imageId(graph: Definitions, definition: Definition, name: string): string {
  const platform = foreign(graph, definition).get(name);
  return platform === undefined ? name : `${name}@${platform}`;
}

/** The images, as `name@platform`, that must be there on a chosen platform before this one can be built. */
export function foreignNeeds(graph: Definitions, definition: Definition): string[] {
  return buildNeeds(graph, definition)
    .filter((name) => foreign(graph, definition).has(name))
    .map((name) => imageId(graph, definition, name));
}

/** E303: `on` stands where it has an effect, names a platform that the image has, and a build sees no image twice. */
export function placementProblems(graph: Graph): Diagnostic[] {
  return [...graph.definitions.values()].flatMap((definition) => {
    const placed = edges(definition).filter(isPlaced);
    const found = placed.flatMap((dependency): Diagnostic[] => {
      const fault = placementFault(graph, definition, dependency);
      return fault === undefined ? [] : [{ code: "E303", file: definition.file, path: dependency.path, ...fault }];
    });
    return found.length > 0 || placed[0] === undefined ? found : mixed(graph, definition, placed[0]);
  });
}

type Placed = DefinedDependency & { readonly platform: Platform };

function isPlaced(dependency: DefinedDependency): dependency is Placed {
  return dependency.platform !== undefined;
}

function placementFault(
  graph: Graph,
  definition: Definition,
  { path, name, platform }: Placed,
): { message: string; hint: string } | undefined {
  if (path[0] !== "base" && path[0] !== "buildDeps") {
    return {
      message: `the platform of ${name} cannot be chosen in ${path[0]}`,
      hint: "what an image consists of, or needs at run time, is of its own platform: `on` is for `base` and `buildDeps`.",
    };
  }
  if (!graph.definitions.get(name)?.platforms.includes(platform))
    return {
      message: `${name} is not built for ${platform}`,
      hint: "add the platform there, or name one that it has.",
    };
  if (definition.platforms.every((own) => own === platform))
    return {
      message: `\`on\` is redundant: ${definition.name} is built for ${platform}`,
      hint: `remove \`on\`: ${definition.name} is built for that platform.`,
    };
  return undefined;
}

/** One name stands for one image in a Containerfile. */
function mixed(graph: Graph, definition: Definition, { path }: Placed): Diagnostic[] {
  const used = new Map<string, Platform | undefined>();
  for (const { name, platform } of uses(graph, definition)) {
    if (used.has(name) && used.get(name) !== platform) {
      const both = [used.get(name), platform]
        .map((one) => one ?? "its own platform")
        .sort()
        .join(" and ");
      return [
        {
          code: "E303",
          file: definition.file,
          path,
          message: `${definition.name} would be built with ${name} of ${both}`,
          hint: "take all that needs it from one platform.",
        },
      ];
    }
    used.set(name, platform);
  }
  return [];
}
