import type { DefinitionFile } from "../load/discover.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { didYouMean } from "../report/suggest.js";
import { lints } from "./lints.js";
import { allowanceWarning } from "./lints/allowance.js";

/** A comment that switches a warning off, and the lines that it speaks of, from 1. */
interface Allowance {
  readonly code: string;
  /** The first line below that is neither blank nor a comment. */
  readonly first: number;
  /** The last line that is indented more than the first, when that opens a field or an element. */
  readonly last: number;
}

const form = /^[ \t]*\/\/ allow ([A-Z]\d{3}): \S/;
const attempt = /\/\/[ \t]*allow\b[ \t:]*[A-Z]?\d{3}(?!\d)/i;
const example = "write on a line of its own, above the line in question: // allow W204: upstream has one server";

/**
 * Takes away the warnings that a comment `// allow CODE: reason` above their line switches off, and adds W209 for each such
 * comment that is wrong or switches nothing off.
 * @param warnings each at its line.
 */
export function applyAllowances(
  definitions: readonly DefinitionFile[],
  warnings: readonly Diagnostic[],
): { warnings: Diagnostic[]; allowed: number } {
  const left = new Set(warnings);
  const wrong = definitions.flatMap(({ file, text }) =>
    text
      .split("\n")
      .flatMap((line, index, lines) => (attempt.test(line) ? applyLine(file, lines, index, warnings, left) : [])),
  );
  return { warnings: [...left, ...wrong], allowed: warnings.length - left.size };
}

function applyLine(
  file: string,
  lines: readonly string[],
  index: number,
  warnings: readonly Diagnostic[],
  left: Set<Diagnostic>,
): Diagnostic[] {
  const read = allowanceAt(lines, index);
  const wrong = (message: string, hint: string): Diagnostic[] => [
    { code: allowanceWarning.code, file, line: index + 1, column: lines[index]!.search(attempt) + 1, message, hint },
  ];
  if ("fault" in read) return wrong(read.fault, `${example}.`);
  if (read.code.startsWith("E"))
    return wrong(`an error such as ${read.code} cannot be switched off`, "repair what it is about.");
  const known = lints.map(({ code }) => code as string);
  if (!known.includes(read.code)) {
    return wrong(
      `there is no warning ${read.code} that could be switched off`,
      didYouMean(read.code, [...known, allowanceWarning.code]),
    );
  }
  const met = warnings.filter(
    (item) =>
      item.file === file &&
      item.code === read.code &&
      item.line !== undefined &&
      item.line >= read.first &&
      item.line <= read.last,
  );
  for (const item of met) left.delete(item);
  return met.length > 0
    ? []
    : wrong(
        `nothing is switched off here: line ${read.first} has no ${read.code}`,
        "remove the comment, or put it above the line of the warning.",
      );
}

function allowanceAt(lines: readonly string[], index: number): Allowance | { readonly fault: string } {
  const line = lines[index]!;
  const code = form.exec(line)?.[1];
  if (code === undefined)
    return {
      fault: /^[ \t]*\/\//.test(line)
        ? "this comment switches nothing off: it lacks a reason, or its form"
        : "a comment behind code switches nothing off",
    };
  const first = lines.findIndex((text, number) => number > index && !/^\s*(?:\/\/.*)?$/.test(text));
  return { code, first: first + 1, last: lastIndented(lines, first) + 1 };
}

/** A statement at the margin has no block: a whole definition would lie in it. */
function lastIndented(lines: readonly string[], first: number): number {
  const depth = indentation(lines[first] ?? "");
  if (depth === 0) return first;
  const end = lines.findIndex((text, number) => number > first && text.trim() !== "" && indentation(text) <= depth);
  return end < 0 ? first : Math.max(first, end - 1);
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}
