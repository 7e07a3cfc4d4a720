import { leftOpen } from "../../formats/shell-text.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Parsed } from "../schema.js";
import { literal, type Rule, verbatim } from "../rule.js";
import { testsOf } from "../tests.js";

type RecipeBuild = Extract<Extract<Parsed, { kind: "package" }>["build"], { kind: "recipe" }>;
type Command = Extract<RecipeBuild["phases"][number]["steps"][number], { kind: "command" }>;

/** E201, E211, E213: a build does something, a flag is one word, and shell text is the author's own, without values spliced in. */
export const shellRule: Rule = ({ source: { file }, parsed }) => {
  const bodies = testsOf(parsed).flatMap(({ test }) => ("kind" in test ? [test.body] : []));
  return [...buildProblems(file, parsed), ...bodies.flatMap((body) => bodyProblems(file, body, "tests"))];
};

function buildProblems(file: string, parsed: Parsed): Diagnostic[] {
  if (parsed.kind === "pallet") return [];
  if (isEmpty(parsed.build))
    return [
      {
        code: "E201",
        file,
        path: ["build"],
        message: "build: does nothing, so there is no image",
        hint: "say what the image holds; `copy` lays out files and directories.",
      },
    ];
  if (parsed.build.kind === "script") return bodyProblems(file, parsed.build.body);
  return parsed.build.kind === "recipe" ? recipeProblems(file, parsed.build) : [];
}

/** Of a recipe, `copy` alone can be given nothing to do. */
function isEmpty(build: Extract<Parsed, { kind: "package" }>["build"]): boolean {
  return build.kind === "script" ? build.body.trim() === "" : build.kind === "recipe" && build.phases.length === 0;
}

function recipeProblems(file: string, build: RecipeBuild): Diagnostic[] {
  const steps = build.phases.flatMap((phase) => phase.steps);
  return steps.flatMap((step) => {
    if (step.kind === "script") return bodyProblems(file, step.body);
    return step.kind === "write" ? step.lines.flatMap((line) => lineProblems(file, line)) : commandProblems(file, step);
  });
}

function lineProblems(file: string, line: string): Diagnostic[] {
  const fault =
    line === "EOF"
      ? "would end the heredoc that carries it"
      : /[^\P{Cc}\t]/u.test(line)
        ? "holds a line break or control character"
        : undefined;
  if (fault === undefined) return [];
  return [
    {
      code: "E211",
      file,
      path: ["build"],
      near: literal(line),
      message: `the line '${line.replace(/\p{Cc}/gu, "?")}' ${fault}`,
      hint: "each member of `lines` is one line of text.",
    },
  ];
}

function bodyProblems(file: string, body: string, key = "build"): Diagnostic[] {
  const problem = (message: string, hint: string, near: RegExp): Diagnostic[] => [
    { code: "E213", file, path: [key], near, message, hint },
  ];
  if (body.includes("\0"))
    return problem(
      "a shell body takes no ${…}",
      "write $VAR for the shell's variables; pass values through `env`.",
      /\$\{/,
    );
  if (/^EOF$/m.test(body))
    return problem(
      "a shell body cannot hold the line 'EOF'",
      "it would end the heredoc that carries the body: use another word.",
      /(?<=^[ \t]*)EOF$/m,
    );
  if (/\\$/.test(body))
    return problem(
      "a shell body cannot end in a backslash",
      "it would continue on the line that follows the body: remove it.",
      /\\(?=\s*`)/,
    );
  const open = leftOpen(body);
  if (open !== undefined)
    return problem(
      `a shell body ${open}`,
      "what follows in the script would be read as a part of the body: let it end where it is complete.",
      verbatim(body.trim().split("\n", 1)[0]!),
    );
  return [];
}

function commandProblems(file: string, command: Command): Diagnostic[] {
  const words = command.words.filter((word) => typeof word === "string");
  return [...words.flatMap((word) => wordProblems(file, word)), ...repeatedFlags(file, words)];
}

function wordProblems(file: string, word: string): Diagnostic[] {
  const fault =
    word === ""
      ? "is empty"
      : /[\p{Cc}]/u.test(word)
        ? "holds a line break or control character"
        : /^-\S*\s/.test(word) && !word.includes("=")
          ? "holds a blank"
          : undefined;
  if (fault === undefined) return [];
  const hint =
    word === ""
      ? "remove it; a variable without value is written NAME=."
      : "each member of a list is one word: write two members.";
  return [
    {
      code: "E211",
      file,
      path: ["build"],
      near: literal(word),
      message: `the flag '${word.replace(/\p{Cc}/gu, "?")}' ${fault}`,
      hint,
    },
  ];
}

/** Only flags that complete themselves: the word after `--config` may make the difference. */
function repeatedFlags(file: string, words: readonly string[]): Diagnostic[] {
  const complete = words.filter((word) => /^--?[A-Za-z][\w-]*=|^--(?:enable|disable|with|without)-/.test(word));
  const repeated = complete.filter((word, index) => complete.indexOf(word) < index);
  return repeated.map((word) => ({
    code: "E211",
    file,
    path: ["build"],
    near: literal(word),
    message: `the flag '${word}' is given twice in one command`,
    hint: "remove one.",
  }));
}
