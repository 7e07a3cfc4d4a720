import { resolve } from "node:path";
import type { Command } from "commander";
import { locate } from "../load/locate.js";
import { isWarning } from "../report/codes.js";
import { compareDiagnostics, DiagnosticsError, type Diagnostic } from "../report/diagnostic.js";
import { count, renderReport } from "../report/render.js";
import { applyAllowances } from "../validate/allow.js";
import { lint } from "../validate/lint.js";
import { isColoured } from "./terminal/colour.js";
import { compile } from "./pipeline.js";

/** `defs check`. */
export function register(program: Command): void {
  program
    .command("check")
    .description("check all definitions and show warnings; write nothing")
    .option("--strict", "fail with 1 also when there are only warnings")
    .option("--json", "errors and warnings as JSON, one array of objects")
    .action(async (options: { strict?: true; json?: true }) => {
      const root = resolve(program.opts<{ root: string }>().root);
      await (options.json ? tell(root, options.strict ?? false) : show(root, options.strict ?? false));
    });
}

/** What `defs check` finds in a tree without mistakes. */
export interface Findings {
  readonly checked: number;
  readonly warnings: readonly Diagnostic[];
  /** How many warnings are switched off in place. */
  readonly allowed: number;
}

/** @throws DiagnosticsError when the tree has mistakes: what follows from them would hide the warnings. */
export async function findings(root: string): Promise<Findings> {
  const { graph, loaded } = await compile(root);
  const located = await locate(root, lint(loaded));
  return { checked: graph.order.length, ...applyAllowances(loaded.found.definitions, located) };
}

async function show(root: string, strict: boolean): Promise<void> {
  const { checked, warnings, allowed } = await findings(root);
  const report = new DiagnosticsError(warnings, checked);
  if (strict && warnings.length > 0) throw report;
  if (warnings.length > 0) process.stderr.write(renderReport(report, isColoured(process.stderr)));
  else
    process.stdout.write(
      `checked ${count(checked, "definition")}: no errors${allowed > 0 ? `, ${count(allowed, "warning")} switched off` : ""}\n`,
    );
}

async function tell(root: string, strict: boolean): Promise<void> {
  const found = await findings(root).then(({ warnings }) => warnings, mistakes);
  const rows = [...found].sort(compareDiagnostics).map(({ code, file, line = 1, column = 1, message, hint }) => ({
    severity: isWarning(code) ? "warning" : "error",
    code,
    file,
    line,
    column,
    message,
    hint: hint ?? null,
  }));
  process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
  if (rows.some(({ severity }) => strict || severity === "error")) process.exitCode = 1;
}

function mistakes(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticsError) return error.diagnostics;
  throw error;
}
