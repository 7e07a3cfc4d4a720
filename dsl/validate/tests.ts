import { ownFile } from "../load/discover.js";
import type { Files } from "../load/files.js";
import type { DefinedTest } from "./definition.js";
import type { Parsed } from "./schema.js";

type ParsedTest = NonNullable<Parsed["tests"]>[number];

/** Each test of a definition and its outputs, with where it stands. */
export function testsOf(parsed: Parsed): { readonly test: ParsedTest; readonly path: readonly (string | number)[] }[] {
  const outputs = parsed.kind === "pallet" ? [] : Object.entries(parsed.outputs ?? {});
  const lists = [
    [["tests"], parsed.tests] as const,
    ...outputs.map(([name, output]) => [["outputs", name, "tests"], output.tests] as const),
  ];
  return lists.flatMap(([path, tests = []]) => tests.map((test, index) => ({ test, path: [...path, index] })));
}

/** The tests with the text of their programs, which lie in the definition's own folder; of one that is missing, nothing. */
export function definedTests(file: string, tests: readonly ParsedTest[] | undefined, extras: Files): DefinedTest[] {
  return (tests ?? []).map(
    (test) =>
      ("program" in test
        ? { ...test, text: extras.get(ownFile(file, test.program))?.toString("utf8") ?? "" }
        : test) as DefinedTest,
  );
}
