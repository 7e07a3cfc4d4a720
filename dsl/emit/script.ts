import type { Command, Step, Word, WriteFile } from "../model/build.js";
import type { Section } from "../lower/ir.js";
import { quoteShell } from "./quote.js";

const widest = 80;

/** The text of a build's script: it stops at the first error and at any unset variable. */
export function emitScript(script: readonly Section[]): string {
  return ["set -eu", ...script.flatMap(emitSection)].join("\n");
}

function emitSection(section: Section): string[] {
  return [...(section.title === undefined ? [] : [`# ${section.title}`]), ...section.steps.map(emitStep)];
}

function emitStep(step: Step): string {
  switch (step.kind) {
    case "script":
      return step.body;
    case "command":
      return emitCommand(step);
    case "write":
      return emitFile(step);
  }
}

/** A word to end a heredoc: one that no line of it is, or begins with for a reader. */
export function endWord(start: string, lines: readonly string[]): string {
  return lines.some((line) => line.split(" ", 1)[0] === start) ? endWord(`${start}_`, lines) : start;
}

function emitFile({ path, lines }: WriteFile): string {
  const end = endWord("END", lines);
  return [`cat >${quoteShell(path)} <<"${end}"`, ...lines, end].join("\n");
}

/** A setting: of these, each has its own line, so that a change shows as one line. */
const setting = /^(?:--[^=]+=|-D.|--(?:dis|en)able-|--with(?:out)?-)/;

/** A short command on one line; a longer one, or one of several settings, with a flag on each. */
function emitCommand({ words }: Command): string {
  const line = words.map(emitWord).join(" ");
  const settings = words.filter((word) => typeof word === "string" && setting.test(word));
  if (isPlain(words[0]!) || (line.length <= widest && settings.length <= 1)) return line;
  const start = words.findIndex(
    (word, index) => index > 0 && typeof word === "string" && /^-(?:-|[A-Za-z]{2})/.test(word),
  );
  const head = words.slice(0, start < 0 ? 1 : start);
  return [head.map(emitWord).join(" "), ...grouped(words.slice(head.length))].join(" \\\n    ");
}

/** Commands whose words are paths: long ones stay on one line, where from and to are read together. */
function isPlain(program: Word): boolean {
  return typeof program === "string" && ["cp", "install", "ln", "mkdir", "tar"].includes(program);
}

/** Words for lines of their own; the value of a one-letter flag stays beside it. */
function grouped(words: readonly Word[]): string[] {
  const lines: string[] = [];
  words.forEach((word, index) => {
    const before = words[index - 1];
    const isValue =
      typeof before === "string" && /^-[A-Za-z]$/.test(before) && !(typeof word === "string" && word.startsWith("-"));
    if (isValue) lines.push(`${lines.pop()} ${emitWord(word)}`);
    else lines.push(emitWord(word));
  });
  return lines;
}

function emitWord(word: Word): string {
  return typeof word === "string" ? quoteShell(word) : word.body;
}
