import { resolve } from "node:path";
import type { Command } from "commander";
import { printProblems, run } from "./trust-output.js";

/** `defs signatures lint`. Exit codes: 0 nothing found, 1 something must not be merged. */
export function register(program: Command): void {
  program
    .command("signatures")
    .description("look after signature files")
    .command("lint")
    .description("find what a pull request must not bring into signatures/ and keys/")
    .action(() => run(() => lint(resolve(program.opts<{ root: string }>().root))));
}

async function lint(root: string): Promise<number> {
  const { lintSignatures } = await import("../trust/lint.js");
  const { checked, problems } = await lintSignatures(root);
  await printProblems(problems);
  process.stdout.write(`checked ${checked} files in signatures/ and keys/: ${problems.length} problems\n`);
  return problems.length === 0 ? 0 : 1;
}
