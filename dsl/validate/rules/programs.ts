import { ownFile, textProblems } from "../../load/discover.js";
import { pathText } from "../parse.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Rule } from "../rule.js";
import { testsOf } from "../tests.js";

/** Docker reads lines of up to 64 KiB, and loses its place after a longer one. */
const longest = 65_000;

/** E108, E201, E208: the program of a test lies in the package's own folder, and is text that a heredoc carries through every engine. */
export const programsRule: Rule = ({ source: { file }, parsed, found }) => {
  const named = testsOf(parsed).flatMap(({ test, path }) =>
    "program" in test ? [{ program: test.program, path }] : [],
  );
  const first = named.filter(({ program }, index) => named.findIndex((other) => other.program === program) === index);
  return first.flatMap(({ program, path }): Diagnostic[] => {
    const own = ownFile(file, program);
    const bytes = found.extras.get(own);
    if (bytes === undefined)
      return [
        { code: "E208", file, path, message: `the program '${program}' does not exist`, hint: `put it at ${own}.` },
      ];
    if (bytes.length === 0)
      return [
        {
          code: "E201",
          file,
          path,
          message: `${pathText(path)}: the program '${program}' is empty`,
          hint: `write it to ${own}; it needs a function main.`,
        },
      ];
    const problems = textProblems(own, bytes, bytes.toString("utf8"));
    return problems.length > 0 ? problems : lineProblems(own, program, bytes);
  });
};

/** Buildah drops carriage returns at the end of a line. */
function lineProblems(file: string, program: string, bytes: Buffer): Diagnostic[] {
  const lines = bytes.toString("latin1").split("\n");
  const problem = (index: number, fault: string, hint: string): Diagnostic[] =>
    index < 0
      ? []
      : [{ code: "E108", file, line: index + 1, column: 1, message: `the program '${program}' ${fault}`, hint }];
  return [
    ...problem(
      lines.findIndex((line) => line.endsWith("\r")),
      "has lines that end in a carriage return",
      "store it with line feeds alone: not every engine keeps them.",
    ),
    ...problem(
      lines.findIndex((line) => line.length > longest),
      `has a line of more than ${longest} bytes`,
      "break it: not every engine reads such a line.",
    ),
  ];
}
