import { unorderedLists } from "../../model/order.js";
import { compareText, type Diagnostic } from "../../report/diagnostic.js";
import type { Lint } from "../lint.js";

/** W202: imports, and lists whose order means nothing, are sorted in byte order. */
export const listOrderLint: Lint = ({ source: { file, text }, parsed, value }) => {
  const outputs = parsed.kind === "pallet" ? [] : Object.keys(parsed.outputs ?? {});
  return [
    ...importProblems(file, text),
    ...listProblems(file, [], value),
    ...outputs.flatMap((name) =>
      listProblems(file, ["outputs", name], (value["outputs"] as Record<string, Record<string, unknown>>)[name]!),
    ),
  ];
};

function listProblems(file: string, path: readonly string[], value: Readonly<Record<string, unknown>>): Diagnostic[] {
  return unorderedLists.flatMap((key): Diagnostic[] => {
    const problem = unsorted((value[key] ?? []) as readonly string[]);
    return problem === undefined
      ? []
      : [
          {
            code: "W202",
            file,
            path: [...path, key],
            message: `${key}: ${problem}`,
            hint: "its order means nothing: `defs fmt` sorts it.",
          },
        ];
  });
}

/** The first member that stands after one which should follow it, as a message. */
function unsorted(items: readonly string[]): string | undefined {
  const index = items.findIndex((item, place) => place > 0 && compareText(items[place - 1]!, item) > 0);
  return index < 0 ? undefined : `'${items[index]}' stands after '${items[index - 1]}'`;
}

const importStatement = /^import\s+(?:type\s+)?(?:\{([^}]*)\})?[^;"']*["']([^"']+)["']/gm;

/** Imports by their address, the language first; the names of each by name. */
function importProblems(file: string, text: string): Diagnostic[] {
  const statements = [...text.matchAll(importStatement)].map(({ 1: names, 2: address, index }) => ({
    names: importedNames(names ?? ""),
    address: address!,
    line: text.slice(0, index).split("\n").length,
  }));
  const warn = (line: number, message: string): Diagnostic => ({
    code: "W202",
    file,
    line,
    column: 1,
    message,
    hint: "`defs fmt` sorts imports by address, and the names of each.",
  });
  const inside = statements.flatMap(({ names, line }) => {
    const problem = unsorted(names);
    return problem === undefined ? [] : [warn(line, `import: ${problem}`)];
  });
  const misplaced = statements.findIndex(
    ({ address }, index) => index > 0 && compareText(statements[index - 1]!.address, address) > 0,
  );
  if (misplaced < 0) return inside;
  return [
    ...inside,
    warn(
      statements[misplaced]!.line,
      `the import of '${statements[misplaced]!.address}' stands after that of '${statements[misplaced - 1]!.address}'`,
    ),
  ];
}

function importedNames(list: string): string[] {
  return list
    .split(",")
    .map((name) => name.trim().replace(/^type\s+/, ""))
    .filter((name) => name !== "");
}
