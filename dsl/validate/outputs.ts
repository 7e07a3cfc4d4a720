import type { Files } from "../load/files.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Definition } from "./definition.js";
import { listed, type Define } from "./dependencies.js";
import { definedTests } from "./tests.js";
import type { Parsed } from "./schema.js";

type ParsedPackage = Extract<Parsed, { kind: "package" }>;

/**
 * The images cut from a package's build, each as a definition of its own: made with the package's tools, from its image.
 * The build runs once, for the package itself.
 */
export function outputDefinitions(
  whole: Definition,
  parsed: ParsedPackage,
  define: Define,
  extras: Files,
): Definition[] {
  return Object.entries(parsed.outputs ?? {}).map(([output, spec]) => ({
    ...whole,
    name: `${whole.name}-${output}`,
    output,
    description: spec.description,
    aliases: [],
    sources: [],
    patches: [],
    files: [],
    licenseFiles: [],
    runDeps: listed(define, spec.runDeps, "outputs", output, "runDeps"),
    provides: spec.provides ?? [],
    env: {},
    standIns: [],
    build: { kind: "cut", from: whole.name, files: spec.files },
    tests: definedTests(whole.file, spec.tests, extras),
    testDeps: listed(define, spec.testDeps, "outputs", output, "testDeps"),
    allow: spec.allow ?? [],
  }));
}

/** E210: an output's image is not called like the package of another file. */
export function outputNameProblems(definitions: readonly Definition[]): Diagnostic[] {
  const files = new Map(
    definitions
      .filter((definition) => definition.output === undefined)
      .map((definition) => [definition.name, definition.file]),
  );
  return definitions.flatMap((definition): Diagnostic[] => {
    const other = definition.output === undefined ? undefined : files.get(definition.name);
    if (other === undefined) return [];
    return [
      {
        code: "E210",
        file: definition.file,
        path: ["outputs", definition.output!],
        message: `the output '${definition.output}' gives the image ${definition.name}, which ${other} defines`,
        hint: "call the output differently.",
      },
    ];
  });
}
