import type { Diagnostic } from "../report/diagnostic.js";
import { didYouMean } from "../report/suggest.js";
import type { Definition } from "../validate/definition.js";
import type { DefinedDependency, DefinedPin } from "../validate/dependencies.js";
import { definitionOf, type Graph } from "./graph.js";
import { edges } from "./edges.js";

/** E304: an output that is depended on is one of its package's, and an image that is named is one of this tree. */
export function danglingProblems(definitions: ReadonlyMap<string, Definition>): Diagnostic[] {
  return [...definitions.values()].flatMap((definition) =>
    edges(definition).flatMap(({ name, path }): Diagnostic[] =>
      definitions.has(name)
        ? []
        : [
            {
              code: "E304",
              file: definition.file,
              path,
              message: `no package or output gives the image '${name}'`,
              hint: didYouMean(name, definitions.keys()) || "name one of the package's `outputs`.",
            },
          ],
    ),
  );
}

/** E307: a pin holds for every platform of the image, and the version that it names is the one that is defined. */
export function pinProblems(graph: Graph): Diagnostic[] {
  return [...graph.definitions.values()].flatMap((definition) =>
    edges(definition).flatMap((dependency): Diagnostic[] => {
      const fault = dependency.pin && pinFault(graph, definition, dependency, dependency.pin);
      return fault === undefined ? [] : [{ code: "E307", file: definition.file, path: dependency.path, ...fault }];
    }),
  );
}

function pinFault(
  graph: Graph,
  definition: Definition,
  { name, path, platform: taken }: DefinedDependency,
  { digest, tag }: DefinedPin,
): { message: string; hint: string } | undefined {
  const { version } = definitionOf(graph, name);
  if (path.includes("runDeps") || path.includes("testDeps")) {
    return {
      message: `a pin of ${name} has no effect here`,
      hint: "what is needed at run time or by tests is not part of the image: pin it where it is built with, or in the pallet that holds it.",
    };
  }
  if (tag === undefined && digest === undefined) {
    return {
      message: `the pin of ${name} names neither a digest nor a tag`,
      hint: 'write { tag: "1.0" } or { digest: { "linux/amd64": "sha256:…" } }.',
    };
  }
  if (tag !== undefined && tag !== version) {
    return {
      message: `${name} is pinned to ${tag}, but this tree defines ${version ?? "no version of it"}`,
      hint: "pin it by digest, define the older version under a name of its own, or take the new one.",
    };
  }
  const used = taken === undefined ? definition.platforms : [taken];
  const lacking = used.filter((platform) => digest !== undefined && digest[platform] === undefined);
  return lacking.length === 0
    ? undefined
    : {
        message: `the pin of ${name} has no digest for ${lacking.join(", ")}`,
        hint: "give the digest for each platform.",
      };
}
