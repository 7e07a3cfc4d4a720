import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import type { Command } from "commander";
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
      const script = spawn(join(repository, "scripts/why-rebuild"), [...(options.json ? ["--json"] : []), ...goals], {
        stdio: "inherit",
        env: { ...process.env, STAGEX_ROOT: root },
      });
      const [code] = (await once(script, "close")) as [number | null];
      process.exitCode = code ?? 1;
    });
}
