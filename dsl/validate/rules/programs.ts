import { textProblems } from "../../load/discover.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Rule } from "../rule.js";
import { ownFile, testsOf } from "../tests.js";

/** E108, E208: the program of a test lies in the package's own folder, and is text that a heredoc carries. */
export const programsRule: Rule = ({ source: { file }, parsed, found }) =>
  testsOf(parsed).flatMap(({ test, path }): Diagnostic[] => {
    if (!("program" in test)) return [];
    const own = ownFile(file, test.program);
    const bytes = found.extras.get(own);
    if (bytes === undefined) return [{ code: "E208", file, path, message: `the program '${test.program}' does not exist`, hint: `put it at ${own}.` }];
    return textProblems(own, bytes, bytes.toString("utf8"));
  });
