import type { Code } from "./codes.js";

/** A line of another file that explains a diagnostic, printed below it. */
export interface Related {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/**
 * One mistake, where it was made. `file` is relative to the tree's root, `line` and `column` count from 1.
 * A check that knows only the value at fault gives `path`; load/locate turns it into line and column.
 */
export interface Diagnostic {
  readonly code: Code;
  readonly message: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: readonly (string | number)[];
  /** What to look for in the text of the value at `path`, when the fault lies somewhere inside it. */
  readonly near?: RegExp;
  readonly hint?: string;
  readonly related?: readonly Related[];
}

/** Thrown to end a command with diagnostics rather than a stack trace. */
export class DiagnosticsError extends Error {
  /** @param checked how many definitions were looked at: a run that checked nothing must not look like success. */
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    readonly checked: number,
  ) {
    super(`${diagnostics.length} diagnostics`);
  }
}

/** Orders diagnostics by file, then position, then code, so that output never depends on discovery order. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.file, b.file) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** Compares by code unit: the order of `LC_ALL=C sort` for ASCII names, the same on every host. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
