import { posix } from "node:path";
import { compilerOf } from "../model/package.js";
import { stages } from "../model/platform.js";
import { unpackNeeds } from "../sources/source.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Definition } from "../validate/definition.js";
import { namesOf } from "../validate/dependencies.js";
import { buildNeeds, contents, optional, overlays, remembered, runClosures } from "./closure.js";
import { definitionOf, type Graph } from "./graph.js";

type Definitions = Pick<Graph, "definitions">;

/** A command that a build runs, with what asks for it and where that was written. */
interface Need {
  readonly code: "E209" | "E306";
  readonly tool: string;
  readonly by: string;
  readonly path: readonly (string | number)[];
}

/** E209, E306: what unpacks the sources, applies the patches and runs the recipe is brought by the base or a dependency. */
export function toolProblems(graph: Graph): Diagnostic[] {
  return [...graph.definitions.values()].flatMap((definition) => [
    ...buildProblems(graph, definition),
    ...testProblems(graph, definition),
  ]);
}

function buildProblems(graph: Graph, definition: Definition): Diagnostic[] {
  const needs = neededTools(definition);
  if (needs.length === 0) return [];
  const provided = providedTools(graph, definition);
  if (provided.every((tools) => tools.length === 0)) return definition.output === undefined ? [silent(definition)] : [];
  return needs
    .filter((need) => !provided.some((tools) => tools.includes(need.tool)))
    .map((need) => missing(graph, definition, need));
}

/** Shell text as a test needs a shell, and a program a compiler: in the image, in what it needs at run time, or in `testDeps`. */
function testProblems(graph: Graph, definition: Definition): Diagnostic[] {
  const above = definition.output === undefined ? [] : ["outputs", definition.output];
  const there = new Set(
    definition.tests.length === 0
      ? []
      : runClosures(graph, [definition.name, ...namesOf(definition.testDeps)]).flatMap((name) =>
          imageTools(graph, name),
        ),
  );
  return definition.tests.flatMap((test, index): Diagnostic[] => {
    const tool = "kind" in test ? "sh" : "program" in test ? compilerOf(test) : undefined;
    if (tool === undefined || there.has(tool)) return [];
    const what = tool === "sh" ? "is shell text" : "is to be compiled";
    const hint =
      tool === "sh"
        ? 'run the program itself: ["/usr/bin/NAME", "--version"].'
        : `list in \`testDeps\` an image that provides '${tool}', as the \`base\` of a package mostly does.`;
    return [
      {
        code: "E306",
        file: definition.file,
        path: [...above, "tests", index],
        message: `this test ${what}, and ${definition.name} has no '${tool}' with what it needs at run time and for its tests`,
        hint,
      },
    ];
  });
}

/** What a build finds: everything that the layers of its base and of each root filesystem laid over them bring. */
function providedTools(graph: Definitions, definition: Definition): (readonly string[])[] {
  const images = [...optional(definition.base), ...overlays(graph, definition)];
  return images.map((name) => imageTools(graph, name));
}

/** The commands that a build finds, as far as the images in it declare them. */
export function buildTools(graph: Definitions, definition: Definition): ReadonlySet<string> {
  return new Set(providedTools(graph, definition).flat());
}

/** What an image brings by all of its layers. */
export function imageTools(graph: Definitions, name: string): readonly string[] {
  return ownTools(graph, definitionOf(graph, name));
}

const ownTools = remembered((graph, definition) =>
  contents(graph, definition.name).flatMap((inner) => definitionOf(graph, inner).provides),
);

function neededTools(definition: Definition): Need[] {
  const { build } = definition;
  if (build === undefined || build.kind === "scratch" || build.kind === "hostSeed") return [];
  if (build.kind === "cut")
    return ["mkdir", "tar"].map((tool) => ({
      code: "E306",
      tool,
      by: `cutting the output '${definition.output}'`,
      path: ["outputs", definition.output!],
    }));
  const unpacking = definition.sources.flatMap((source, index): Need[] =>
    unpackNeeds(source).flatMap(({ name, tools }) =>
      tools.map((tool) => ({ code: "E209", tool, by: `unpacking '${name}'`, path: ["sources", index] })),
    ),
  );
  const recipe =
    build.kind === "recipe"
      ? build.tools.map((tool): Need => ({ code: "E306", tool, by: `the recipe ${build.recipe}`, path: ["build"] }))
      : [];
  return [
    { code: "E306", tool: "sh", by: "the build", path: ["build"] },
    ...unpacking,
    ...(definition.patches.length > 0
      ? [{ code: "E306", tool: "patch", by: "applying patches", path: ["patches"] } as const]
      : []),
    ...(definition.licenseFiles.length > 0
      ? [{ code: "E306", tool: "install", by: "installing licence texts", path: ["licenseFiles"] } as const]
      : []),
    ...recipe,
  ];
}

function missing(graph: Graph, definition: Definition, need: Need): Diagnostic {
  const message = `${need.by} needs '${need.tool}', which nothing in this build provides`;
  return {
    code: need.code,
    file: definition.file,
    path: need.path,
    message,
    hint: providerHint(graph, definition, need.tool),
  };
}

/** A build whose base and dependencies declare nothing cannot be checked, so it is refused. */
function silent(definition: Definition): Diagnostic {
  const from = (definition.base ?? definition.buildDeps[0])?.name;
  const path =
    definition.base !== undefined ? ["base"] : definition.buildDeps.length > 0 ? ["buildDeps", 0] : ["build"];
  const hint =
    from === undefined
      ? "give it a `base`, or start from nothing with `fromScratch`."
      : `list in \`provides\` of ${from} the commands it brings: provides: ["sh", …].`;
  return {
    code: "E306",
    file: definition.file,
    path,
    message: `no base or build dependency of ${definition.name} declares \`provides\``,
    hint,
  };
}

/** Names a package of the tree that has the tool, and the import to write. */
function providerHint(graph: Graph, definition: Definition, tool: string): string {
  const provider = [...graph.definitions.values()].find(
    (candidate) => candidate.provides.includes(tool) && mayUse(graph, definition, candidate),
  );
  if (provider === undefined)
    return `no package of this tree that could be used here says \`provides: ["${tool}"]\`: add the tool's package, or extend \`provides\` where it already is.`;
  return `${provider.name} provides it: add \`${importLine(definition, provider)}\` and list it in \`buildDeps\`.`;
}

/** Whether the candidate belongs to no later stage and is not itself made with the definition. */
function mayUse(graph: Graph, definition: Definition, candidate: Definition): boolean {
  if (stages.indexOf(candidate.stage) > stages.indexOf(definition.stage)) return false;
  const seen = new Set<string>();
  const pending = [candidate.name];
  while (pending.length > 0) {
    const name = pending.pop()!;
    if (name === definition.name) return false;
    if (seen.has(name)) continue;
    seen.add(name);
    const needed = definitionOf(graph, name);
    pending.push(...buildNeeds(graph, needed), ...namesOf(needed.runDeps));
  }
  return true;
}

/** A recipe's own name is taken in a definition that uses it. */
function importLine(definition: Definition, provider: Definition): string {
  const taken = definition.build?.kind === "recipe" && definition.build.recipe === provider.exportName;
  const name = taken ? `${provider.exportName} as ${provider.exportName}Package` : provider.exportName;
  const path = posix.relative(posix.dirname(definition.file), provider.file).replace(/\.ts$/, ".js");
  return `import { ${name} } from "${path.startsWith(".") ? path : `./${path}`}";`;
}
