import { styleText } from "node:util";
import { isWarning } from "./codes.js";
import { compareDiagnostics, type Diagnostic, type DiagnosticsError, type Related } from "./diagnostic.js";

/**
 * Renders diagnostics in tsc's own form, `file:line:col - error CODE: message`, sorted by position.
 * @param colour whether to emit terminal colours; callers ask the stream, never the environment alone.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], colour = false): string {
  return [...diagnostics]
    .sort(compareDiagnostics)
    .map((item) => renderOne(item, colour))
    .join("");
}

/** All that a command says about a tree with mistakes: each of them, then how much was looked at. */
export function renderReport(error: DiagnosticsError, colour = false): string {
  return `${renderDiagnostics(error.diagnostics, colour)}checked ${count(error.checked, "definition")}: ${tally(error.diagnostics)}\n`;
}

/** "2 errors", "1 warning", or both. */
export function tally(diagnostics: readonly Diagnostic[]): string {
  const warnings = diagnostics.filter(({ code }) => isWarning(code)).length;
  const errors = diagnostics.length - warnings;
  return [
    ...(errors > 0 || warnings === 0 ? [count(errors, "error")] : []),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
  ].join(", ");
}

function renderOne(item: Diagnostic, colour: boolean): string {
  const place = styled("cyan", `${item.file}:${item.line ?? 1}:${item.column ?? 1}`, colour);
  const kind = isWarning(item.code)
    ? styled("yellow", `warning ${item.code}`, colour)
    : styled("red", `error ${item.code}`, colour);
  return `${place} - ${kind}: ${printable(item.message)}\n${renderRelated(item.related ?? [])}${printable(renderHint(item))}`;
}

/** Whether there are colours is the caller's to say: later versions of Node would ask the stream themselves. */
function styled(colour: "cyan" | "red" | "yellow", text: string, on: boolean): string {
  return on ? styleText(colour, text, { validateStream: false }) : text;
}

/** Messages quote what authors wrote: it must not move the cursor or hide what stands around it. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]|\p{Cf}|[\u2028\u2029]/gu, "?");
}

function renderRelated(related: readonly Related[]): string {
  const width = Math.max(0, ...related.map((line) => `${line.file}:${line.line}`.length));
  return related
    .map((line) => `  ${`${line.file}:${line.line}`.padEnd(width)}    ${printable(line.text.trim())}\n`)
    .join("");
}

function renderHint(item: Diagnostic): string {
  const page = /^[EW]/.test(item.code) ? `See docs/errors/${item.code}.md` : "";
  if (item.hint === undefined) return page === "" ? "" : `${page}\n`;
  return `hint: ${[item.hint, page].filter(Boolean).join(" ")}\n`;
}

/** "1 error", "2 errors": a count with its noun. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
