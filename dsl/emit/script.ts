import type { Command, Script, Word } from "../model/build.js";
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

function emitStep(step: Command | Script): string {
  return step.kind === "script" ? step.body : emitCommand(step);
}

/** A short command on one line; a longer one with a flag on each. */
function emitCommand(command: Command): string {
  const words = command.words.map(emitWord);
  const line = words.join(" ");
  const flags = command.words.slice(1).filter((word) => typeof word === "string" && word.startsWith("-"));
  if (line.length <= widest && flags.length <= 1) return line;
  if (words[0] === "tar") return line;
  return words.join(" \\\n    ");
}

function emitWord(word: Word): string {
  return typeof word === "string" ? quoteShell(word) : word.body;
}
