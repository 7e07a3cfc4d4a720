import { fileURLToPath } from "node:url";
import { execa, type Options } from "execa";
import { findings } from "../../dsl/cli/check.js";
import { compile, type Compiled } from "../../dsl/cli/pipeline.js";
import type { Limits } from "../../dsl/load/evaluate.js";
import { DiagnosticsError } from "../../dsl/report/diagnostic.js";
import { renderReport } from "../../dsl/report/render.js";
import { planWrite } from "../../dsl/write/plan.js";
import { writeTree } from "../../dsl/write/write.js";

/** The repository, without a slash at the end. */
export const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/**
 * Small enough that a runaway definition costs a test no more than a few seconds of processor time. The clock is no limit here:
 * a test would run out of its own time before.
 */
const limits: Limits = { processorMs: 1_000, clockMs: 3_600_000, memoryMiB: 64 };

/** What `defs check` prints about a tree with mistakes, or undefined when it has none. */
export async function mistakes(root: string): Promise<string | undefined> {
  try {
    await compile(root, { limits });
    return undefined;
  } catch (error) {
    if (error instanceof DiagnosticsError) return renderReport(error);
    throw error;
  }
}

/** What `defs check` prints about a tree without mistakes. */
export async function warnings(root: string): Promise<string> {
  const { checked, warnings } = await findings(root);
  return renderReport(new DiagnosticsError(warnings, checked));
}

/** What `defs compile` would write. */
export function compileTree(root: string): Promise<Compiled> {
  return compile(root, { limits });
}

/** Compiles a tree and writes its generated/, as `defs compile` does. */
export async function compileInto(root: string): Promise<Compiled> {
  const compiled = await compileTree(root);
  writeTree(root, compiled.tree, planWrite(root, compiled.tree));
  return compiled;
}

/** Runs the `defs` command itself. A failure is a result too. */
export async function defs(
  root: string,
  args: readonly string[],
  options: Pick<Options, "env" | "stripFinalNewline"> = {},
): Promise<Outcome> {
  return await execa(process.execPath, [`${repository}/bin/defs.js`, "--root", root, ...args], {
    ...options,
    reject: false,
  });
}

/** What came of a command: its exit code, or the signal that ended it. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
}
