import { unorderedLists } from "../../model/order.js";
import { compareText } from "../../report/diagnostic.js";
import type { Finding, Lint } from "../lint.js";

/** Imports, and lists whose order means nothing, are sorted in byte order. */
const check: Lint["check"] = ({ source: { text }, parsed, value }) => {
  const outputs = parsed.kind === "pallet" ? [] : Object.keys(parsed.outputs ?? {});
  return [
    ...importProblems(text),
    ...listProblems([], value),
    ...outputs.flatMap((name) =>
      listProblems(["outputs", name], (value["outputs"] as Record<string, Record<string, unknown>>)[name]!),
    ),
  ];
};

function listProblems(path: readonly string[], value: Readonly<Record<string, unknown>>): Finding[] {
  return unorderedLists.flatMap((key): Finding[] => {
    const problem = unsorted((value[key] ?? []) as readonly string[]);
    return problem === undefined
      ? []
      : [
          {
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
  return index < 0 ? undefined : `'${items[index]}' comes after '${items[index - 1]}'`;
}

const importStatement = /^import\s+(?:type\s+)?(?:\{([^}]*)\})?[^;"']*["']([^"']+)["']/gm;

/** Imports by their address, the language first; the names of each by name. */
function importProblems(text: string): Finding[] {
  const statements = [...text.matchAll(importStatement)].map(({ 1: names, 2: address, index }) => ({
    names: importedNames(names ?? ""),
    address: address!,
    line: text.slice(0, index).split("\n").length,
  }));
  const warn = (line: number, message: string): Finding => ({
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
      `the import of '${statements[misplaced]!.address}' comes after that of '${statements[misplaced - 1]!.address}'`,
    ),
  ];
}

function importedNames(list: string): string[] {
  return list
    .split(",")
    .map((name) => name.trim().replace(/^type\s+/, ""))
    .filter((name) => name !== "");
}

export const listOrderLint: Lint = {
  code: "W202",
  title: "list out of order",
  about: "order",
  finds: "an unsorted list whose order means nothing, or unsorted imports",
  check,
  page: `Imports, the names in an import, \`aliases\`, \`platforms\`, \`files\`, \`licenseFiles\`, \`provides\` or \`setuid\` are not sorted in byte
order. The order of all other lists means something: mirrors are tried, patches applied and dependencies laid as they stand.

Bad:

\`\`\`ts
provides: ["xz", "tar", "sh"],
\`\`\`

Good:

\`\`\`ts
provides: ["sh", "tar", "xz"],
\`\`\`

Why: two people who add a word to a list meet in a conflict at its end, and a reader looks for a word where it should be.`,
};
