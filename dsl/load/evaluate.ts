import { join } from "node:path";
import type { Diagnostic } from "../report/diagnostic.js";
import { repository } from "./place.js";
import { start, type Ended } from "./run.js";
import type { Event, Job } from "./sandbox.js";
import { watch, type Times } from "./watch.js";

/** Limits of one evaluation: the times that one definition may take, and memory. */
export interface Limits extends Times {
  /** MiB of heap for all definitions together. */
  readonly memoryMiB: number;
}

/** Generous for data, small for a runaway loop. */
export const defaultLimits: Limits = { processorMs: 5_000, clockMs: 120_000, memoryMiB: 1_024 };

/** A package as exported, before anything is known of its form. */
export interface Exported {
  readonly export: string;
  /** False when the value was exported before, by another file or name. */
  readonly own: boolean;
  readonly value: Record<string, unknown>;
}

/** What came of an evaluation. Places are those of the emitted text; load/source-map finds them in the author's. */
export interface Evaluated {
  readonly exports: Map<string, Exported[]>;
  readonly diagnostics: Diagnostic[];
}

/** A child process that evaluates definitions without access to anything but their own text. */
export interface Evaluator {
  /** Evaluates once; an evaluator is not used again. */
  evaluate(job: Job): Promise<Evaluated>;
  /** Ends the child, whether it had a job or not. */
  stop(): void;
}

/** Starts the child process; it loads the language while the definitions are still being type-checked. */
export function startEvaluator(limits: Limits = defaultLimits): Evaluator {
  const flags = ["--experimental-vm-modules", "--no-warnings", `--max-old-space-size=${limits.memoryMiB}`];
  const child = start(
    process.execPath,
    [...flags, join(repository, "dist/bundle/sandbox.cjs"), join(repository, "dist/bundle/language.js")],
    { env: {} },
  );
  const ended = child.ended.catch((error: unknown): Ended => ({ exitCode: null, stdout: "", stderr: String(error) }));
  return {
    stop: () => child.kill(),
    evaluate: async (job) => {
      const watched = watch(child, limits);
      child.send(JSON.stringify(job));
      const end = await ended;
      return collect({ ...end, overrunMs: watched.stop() }, limits);
    },
  };
}

/** How the child ended, and the limit of time, in milliseconds, for which it was ended. */
type Finished = Ended & { readonly overrunMs: number | undefined };

function collect(child: Finished, limits: Limits): Evaluated {
  const { stdout, stderr, exitCode } = child;
  const exports = new Map<string, Exported[]>();
  const diagnostics: Diagnostic[] = [];
  let open: string | undefined;
  for (const line of stdout.split("\n")) {
    if (line === "") continue;
    const event = JSON.parse(line) as Event;
    open = "begin" in event ? event.begin : undefined;
    if ("done" in event) exports.set(event.done, JSON.parse(event.packages) as Exported[]);
    if ("failed" in event) diagnostics.push(failureDiagnostic(event));
  }
  if (open !== undefined) diagnostics.push(diedDiagnostic(open, child, limits));
  else if (exitCode !== 0) throw new Error(`evaluating the definitions failed: ${stderr}`);
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

function failureDiagnostic(event: Extract<Event, { failed: string }>): Diagnostic {
  const place = placeInStack(event.stack) ?? { file: event.failed, near: /\bthrow\b|\bglobalThis\b/ };
  const [, what, hint] = event.message.split("\u0001");
  if (what !== undefined) return { code: "E105", ...place, message: what, hint: hint! };
  if (/Code generation from strings disallowed/.test(event.message))
    return {
      code: "E105",
      ...place,
      message: "a definition cannot run text as code",
      hint: "write the value into the definition.",
    };
  // Node's versions disagree on the column of this one.
  if (/dynamic import callback/i.test(event.message)) {
    return {
      code: "E102",
      file: place.file,
      near: /\bimport\s*\(/,
      message: "cannot import dynamically",
      hint: "use an import statement at the top of the file.",
    };
  }
  return {
    code: "E103",
    ...place,
    message: `the definition throws: ${event.message}`,
    hint: "definitions are data: they end without an exception.",
  };
}

/** Exit code of a node that has nothing left to do, although a definition awaits something. */
const unsettled = 0;

/** The process is gone, and with it the place: the first statement that could be at fault is the best guess. */
function diedDiagnostic(file: string, child: Finished, limits: Limits): Diagnostic {
  if (child.overrunMs !== undefined) return endless(file, child.overrunMs);
  if (child.exitCode === unsettled)
    return {
      code: "E104",
      file,
      near: /\bawait\b/,
      message: "the definition awaits a value that never comes",
      hint: "definitions are data: write the value itself.",
    };
  const memory = /heap out of memory|heap limit/i.test(child.stderr);
  const message = memory
    ? `the definition needs more than ${limits.memoryMiB} MiB`
    : "the definition ended the process that evaluates it";
  return {
    code: "E104",
    file,
    near: loop,
    message,
    hint: "definitions are data: look for a list or a string that grows without end.",
  };
}

const loop = /\b(?:while|for|do)\b(?= *[({])/;

function endless(file: string, limitMs: number): Diagnostic {
  return {
    code: "E104",
    file,
    near: loop,
    message: `the definition did not end within ${limitMs / 1000} s`,
    hint: "definitions are data: look for a loop that never ends.",
  };
}

/** The first frame of a stack that lies in a definition. */
function placeInStack(stack: string): { file: string; line: number; column: number } | undefined {
  const match = /(?:\(|at |^)(defs\/[^()\s]+\.ts):(\d+)(?::(\d+))?/m.exec(stack);
  return match === null ? undefined : { file: match[1]!, line: Number(match[2]), column: Number(match[3] ?? 1) };
}
