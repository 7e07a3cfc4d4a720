import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join } from "node:path";
import { execa } from "execa";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Event, Job } from "./sandbox.js";
import { repository } from "./place.js";

/** Limits of one evaluation. */
export interface Limits {
  /** Milliseconds that one definition may take. */
  readonly timeoutMs: number;
  /** MiB of heap for all definitions together. */
  readonly memoryMiB: number;
}

/** Generous for data, small for a runaway loop. */
export const defaultLimits: Limits = { timeoutMs: 5_000, memoryMiB: 1_024 };

/** A package as exported, before anything is known of its form. */
export interface Exported {
  readonly export: string;
  /** False when the value was exported before, by another file or name. */
  readonly own: boolean;
  readonly value: Record<string, unknown>;
}

/** Evaluates definitions, in the given order, in a child process without access to anything but their own text. */
export async function evaluate(
  emitted: string,
  order: readonly string[],
  limits: Limits = defaultLimits,
): Promise<{ exports: Map<string, Exported[]>; diagnostics: Diagnostic[] }> {
  const job: Job = { emitted, language: join(repository, "dist/index.js"), files: order, timeoutMs: limits.timeoutMs };
  const child = await execa(
    process.execPath,
    ["--experimental-vm-modules", "--no-warnings", `--max-old-space-size=${limits.memoryMiB}`, join(repository, "dist/load/sandbox.js")],
    { input: JSON.stringify(job), reject: false, maxBuffer: 1 << 30, env: {}, extendEnv: false, timeout: limits.timeoutMs * 4 + order.length * 100 },
  );
  return collect(child.stdout, emitted, limits, child);
}

function collect(
  output: string,
  emitted: string,
  limits: Limits,
  child: { exitCode?: number | undefined; stderr: string },
): { exports: Map<string, Exported[]>; diagnostics: Diagnostic[] } {
  const exports = new Map<string, Exported[]>();
  const diagnostics: Diagnostic[] = [];
  let open: string | undefined;
  for (const line of output.split("\n")) {
    if (line === "") continue;
    const event = JSON.parse(line) as Event;
    open = "begin" in event ? event.begin : undefined;
    if ("done" in event) exports.set(event.done, JSON.parse(event.packages) as Exported[]);
    if ("failed" in event) diagnostics.push(failureDiagnostic(event, emitted, limits));
  }
  if (open !== undefined) diagnostics.push(diedDiagnostic(open, child.stderr, limits));
  else if (child.exitCode !== 0) throw new Error(`evaluating the definitions failed: ${child.stderr}`);
  return { exports, diagnostics: withoutFollowers(diagnostics) };
}

/** An importer of a failed definition fails with the very same error: one mistake is reported once. */
function withoutFollowers(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((item) => {
    const key = `${item.file}:${item.line}:${item.column}:${item.message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

function failureDiagnostic(event: Extract<Event, { failed: string }>, emitted: string, limits: Limits): Diagnostic {
  const place = placeInSource(event.stack, emitted) ?? { file: event.failed };
  if (event.timeout) return { code: "E104", ...place, message: `the definition did not end within ${limits.timeoutMs / 1000} s`, hint: "definitions are data: look for a loop that never ends." };
  const [, what, hint] = event.message.split("\u0001");
  if (what !== undefined) return { code: "E105", ...place, message: what, hint: hint! };
  if (/Code generation from strings disallowed/.test(event.message)) return { code: "E105", ...place, message: "a definition cannot run text as code", hint: "write the value into the definition." };
  if (/dynamic import callback/i.test(event.message)) return { code: "E102", ...place, message: "cannot import dynamically", hint: "use an import statement at the top of the file." };
  return { code: "E103", ...place, message: `the definition throws: ${event.message}`, hint: "definitions are data: they end without an exception." };
}

function diedDiagnostic(file: string, stderr: string, limits: Limits): Diagnostic {
  const memory = /heap out of memory|heap limit/i.test(stderr);
  const message = memory ? `the definition needs more than ${limits.memoryMiB} MiB` : "the definition ended the process that evaluates it";
  return { code: "E104", file, message, hint: "definitions are data: look for a list or a string that grows without end." };
}

/** The first frame of a stack that lies in a definition, mapped back to the author's text. */
function placeInSource(stack: string, emitted: string): { file: string; line: number; column: number } | undefined {
  for (const frame of stack.split("\n")) {
    const match = /(?:\(|at |^)((?:file:\/\/)?[^()\s]+\.js):(\d+)(?::(\d+))?/.exec(frame);
    const path = match?.[1]?.replace(/^file:\/\//, "");
    if (match === null || path === undefined || !path.startsWith(`${emitted}/`)) continue;
    const file = path.slice(emitted.length + 1).replace(/\.js$/, ".ts");
    return { file, ...mapBack(path, Number(match[2]), Number(match[3] ?? 1)) };
  }
  return undefined;
}

function mapBack(path: string, line: number, column: number): { line: number; column: number } {
  try {
    const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, "utf8")));
    const entry = map.findEntry(line - 1, column - 1);
    if ("originalLine" in entry) return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  } catch {
    // Without a map the emitted position is still the best guess: tsc keeps most lines where they were.
  }
  return { line, column };
}
