import type { Diagnostic } from "../report/diagnostic.js";
import { dependencyKey, outputOf, targetOf } from "./dependencies.js";
import type { Parsed, ParsedDependency } from "./schema.js";

/** A reference with the place that it was written in. */
export interface Referred {
  readonly path: readonly (string | number)[];
  readonly target: ParsedDependency;
}

/** Every reference by import that a definition makes, in the order of its keys. */
export function references(parsed: Parsed): Referred[] {
  const list = (key: string, targets: readonly (ParsedDependency | string)[] | undefined): Referred[] =>
    (targets ?? []).flatMap((target, index) => (typeof target === "string" ? [] : [{ path: [key, index], target }]));
  if (parsed.kind === "pallet") return [...list("members", parsed.members), ...list("testDeps", parsed.testDeps)];
  return [
    ...(parsed.base === undefined ? [] : [{ path: ["base"], target: parsed.base }]),
    ...list("buildDeps", parsed.buildDeps),
    ...list("runDeps", parsed.runDeps),
    ...Object.entries(parsed.outputs ?? {}).flatMap(([name, output]) =>
      [...list("runDeps", output.runDeps), ...list("testDeps", output.testDeps)].map(({ path, target }) => ({
        path: ["outputs", name, ...path],
        target,
      })),
    ),
    ...(parsed.imageBase === undefined || parsed.imageBase === "scratch"
      ? []
      : [{ path: ["imageBase"], target: parsed.imageBase }]),
    ...list("testDeps", parsed.testDeps),
  ];
}

/** E304: a dependency is a package that a definition of this tree exports, and none is named twice in a list. */
export function referenceProblems(file: string, parsed: Parsed): Diagnostic[] {
  const seen = new Set<string>();
  return references(parsed).flatMap(({ path, target: dependency }): Diagnostic[] => {
    const target = targetOf(dependency);
    if (target.$package === null) {
      return [
        {
          code: "E304",
          file,
          path,
          message: `the package '${target.$name ?? "without name"}' is not exported by a definition`,
          hint: "import it from the file that defines it.",
        },
      ];
    }
    const key = `${path.slice(0, -1).join(".") || path[0]} ${dependencyKey(dependency)}`;
    if (seen.has(key))
      return [
        {
          code: "E304",
          file,
          path,
          message: `'${[target.$name, outputOf(dependency)].filter(Boolean).join("-")}' is listed twice in ${path[0]}`,
          hint: "remove one.",
        },
      ];
    seen.add(key);
    return [];
  });
}
