import { ownFile } from "../../load/discover.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Rule } from "../rule.js";

/** What a patch may hold that `patch -p1` of GNU, busybox and others reads differently, or not at all; the first line of it. */
const faults: readonly (readonly [form: RegExp, fault: string, hint: string])[] = [
  [
    /^(?:--- |\+\+\+ |@@ ).*\r$/m,
    "has lines that end in a carriage return",
    "store it with line feeds alone; only lines of a file that has them itself keep theirs.",
  ],
  [
    /^(?:GIT binary patch|Binary files .* differ)$/m,
    "changes a file that is no text",
    "bring the new file as one of `files`, and copy it in a hook.",
  ],
  [
    /^(?:rename|copy) (?:from|to) \S.*$/m,
    "renames or copies a file, which not every patch(1) does",
    "make it with `git diff --no-renames`.",
  ],
  [
    /^(?:---|\+\+\+) (?:\/(?!dev\/null(?:\s|$))|(?:[^\t\n]*\/)?\.\.(?:\/|$)).*$/m,
    "names a file outside the source",
    "write paths as `git diff` does: a/src/main.c and b/src/main.c.",
  ],
];

/** E214: each patch is a unified diff (GNU diffutils manual, "Detailed Description of Unified Format") that every patch(1) applies alike. */
export const patchTextRule: Rule = ({ source, parsed, found }) => {
  const names = parsed.kind === "package" ? new Set(parsed.patches) : new Set<string>();
  return [...names].flatMap((name) => {
    const file = ownFile(source.file, name);
    const bytes = found.extras.get(file);
    return bytes === undefined ? [] : problem(file, name, bytes.toString("latin1"));
  });
};

function problem(file: string, name: string, text: string): Diagnostic[] {
  for (const [form, fault, hint] of faults) {
    const index = text.search(form);
    if (index >= 0)
      return [
        {
          code: "E214",
          file,
          line: text.slice(0, index).split("\n").length,
          column: 1,
          message: `the patch '${name}' ${fault}`,
          hint,
        },
      ];
  }
  if (/^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/m.test(text)) return [];
  return [
    {
      code: "E214",
      file,
      line: 1,
      column: 1,
      message: `the patch '${name}' changes nothing: it is no unified diff`,
      hint: "make it with `git diff` or `diff -u`.",
    },
  ];
}
