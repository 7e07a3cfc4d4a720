import { join, resolve } from "node:path";
import type { Command } from "commander";
import { execa } from "execa";
import { repository } from "../load/place.js";

/** `defs why-rebuild`: what `make why-rebuild` says, also as JSON. Evaluates no definition; exit codes are those of the script. */
export function register(program: Command): void {
  program
    .command("why-rebuild")
    .description(
      "name the first input that differs from the last build of an image, its path in the graph, its old and new value",
    )
    .argument("[goals...]", "images, names without stage, or aliases; all by default")
    .option("--json", "as JSON, one array of objects")
    .action(async (goals: string[], options: { json?: true }) => {
      const root = resolve(program.opts<{ root: string }>().root);
      const words = [...(options.json ? ["--json"] : []), ...goals];
      const { exitCode } = await execa(join(repository, "scripts/why-rebuild"), words, {
        stdio: "inherit",
        env: { STAGEX_ROOT: root },
        reject: false,
      });
      process.exitCode = exitCode ?? 1;
    });
}
