import type { DefinitionFile, Discovered } from "../load/discover.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Parsed } from "./schema.js";

/** What a rule sees: one definition of the right form, and the files beside it. Of `found` it may ask for these and the host seeds alone: its answer is kept. */
export interface Subject {
  readonly source: DefinitionFile;
  readonly parsed: Parsed;
  readonly found: Discovered;
}

/** One check; it reports every place that breaks it. */
export type Rule = (subject: Subject) => Diagnostic[];

/** A path below a directory, which nothing takes for a flag. */
export const below = /^(?![/-])(?!.*(?:^|\/)\.{0,2}(?:\/|$))[A-Za-z0-9._+/-]+$/;

/** Finds a text as the author wrote it: as a string in quotes. */
export function literal(text: string): RegExp {
  return new RegExp(`(["'\`])${written(text)}\\1`);
}

/** Finds the second place of such a text. */
export function literalAgain(text: string): RegExp {
  const string = `["'\`]${written(text)}["'\`]`;
  return new RegExp(`(?<=${string}[^]*)${string}`);
}

/** Finds a text of a template, whose letters stand for themselves. */
export function verbatim(text: string): RegExp {
  return new RegExp(escaped(text));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function written(text: string): string {
  return escaped(JSON.stringify(text).slice(1, -1));
}
