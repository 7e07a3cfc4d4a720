import type { Diagnostic } from "../../report/diagnostic.js";
import type { Parsed } from "../schema.js";
import type { Rule } from "../rule.js";

type RecipeBuild = Extract<Extract<Parsed, { kind: "package" }>["build"], { kind: "recipe" }>;

/** E211, E213: a flag is one word, and shell text is the author's own, without values spliced in. */
export const shellRule: Rule = ({ source: { file }, parsed }) => {
  const tests = [...(parsed.tests ?? []), ...(parsed.kind === "pallet" ? [] : Object.values(parsed.outputs ?? {}).flatMap((output) => output.tests ?? []))];
  return [...buildProblems(file, parsed), ...tests.flatMap((test) => ("kind" in test ? bodyProblems(file, test.body, "tests") : []))];
};

function buildProblems(file: string, parsed: Parsed): Diagnostic[] {
  if (parsed.kind === "pallet") return [];
  if (parsed.build.kind === "script") return bodyProblems(file, parsed.build.body);
  return parsed.build.kind === "recipe" ? recipeProblems(file, parsed.build) : [];
}

function recipeProblems(file: string, build: RecipeBuild): Diagnostic[] {
  const steps = build.phases.flatMap((phase) => phase.steps);
  return steps.flatMap((step) => {
    if (step.kind === "script") return bodyProblems(file, step.body);
    if (step.kind === "write") return step.lines.flatMap((line) => lineProblems(file, line));
    return step.words.flatMap((word) => (typeof word === "string" ? wordProblems(file, word) : []));
  });
}

function lineProblems(file: string, line: string): Diagnostic[] {
  const fault = line === "EOF" ? "would end the heredoc that carries it" : /[^\P{Cc}\t]/u.test(line) ? "holds a line break or control character" : undefined;
  if (fault === undefined) return [];
  return [{ code: "E211", file, path: ["build"], message: `the line '${line.replace(/\p{Cc}/gu, "?")}' ${fault}`, hint: "each member of `lines` is one line of text." }];
}

function bodyProblems(file: string, body: string, key = "build"): Diagnostic[] {
  if (body.includes("\0")) return [{ code: "E213", file, path: [key], message: "a shell body takes no ${…}", hint: "write $VAR for the shell's variables; pass values through `env`." }];
  if (/^EOF$/m.test(body)) return [{ code: "E213", file, path: [key], message: "a shell body cannot hold the line 'EOF'", hint: "it would end the heredoc that carries the body: use another word." }];
  return [];
}

function wordProblems(file: string, word: string): Diagnostic[] {
  const fault = word === "" ? "is empty" : /[\p{Cc}]/u.test(word) ? "holds a line break or control character" : /^-\S*\s/.test(word) && !word.includes("=") ? "holds a space" : undefined;
  if (fault === undefined) return [];
  return [{ code: "E211", file, path: ["build"], message: `the flag '${word.replace(/\p{Cc}/gu, "?")}' ${fault}`, hint: "each member of a list is one word: write two members." }];
}
