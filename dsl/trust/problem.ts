/** One finding about a file, in the form every command prints: `path:line:col - error CODE: message`. */
export interface Problem {
  readonly code: string;
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  readonly hint?: string;
}

/** An expected failure: the command prints its problems and ends with `exitCode`. */
export class TrustError extends Error {
  override name = "TrustError";
  constructor(
    readonly problems: readonly Problem[],
    readonly exitCode: number,
  ) {
    super(problems.map(renderProblem).join("\n"));
  }
}

/** Exit codes of the trust commands, documented in docs/trust.md. */
export const exitCodes = { met: 0, notMet: 1, usage: 2, noPolicy: 3 } as const;

/** Renders one problem as text of one line, and one more for its hint. Bytes a terminal could act on are escaped. */
export function renderProblem(problem: Problem): string {
  const place = `${printable(problem.path)}:${problem.line ?? 1}:${problem.column ?? 1}`;
  const hint = problem.hint === undefined ? "" : `\nhint: ${printable(problem.hint, 2000)}`;
  return `${place} - error ${problem.code}: ${printable(problem.message, 2000)}${hint}`;
}

/** Makes text from an untrusted file safe to print: controls, bidirectional and zero-width characters become `\u{...}`; long text is cut. */
export function printable(text: string, limit = 200): string {
  const escaped = text
    .slice(0, limit)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16) ?? ""}}`);
  return text.length > limit ? `${escaped}...` : escaped;
}

/** Throws a TrustError with a single problem. */
export function fail(code: string, path: string, message: string, exitCode: number, hint?: string): never {
  throw new TrustError([{ code, path, message, ...(hint === undefined ? {} : { hint }) }], exitCode);
}
