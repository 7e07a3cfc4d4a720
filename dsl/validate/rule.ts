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

/** Finds a text as the author wrote it: as a string in quotes. */
export function literal(text: string): RegExp {
  const inner = JSON.stringify(text).slice(1, -1).replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`(["'\`])${inner}\\1`);
}
