import { resolve } from "node:path";
import type { Command } from "commander";
import type { Definition } from "../validate/definition.js";
import { compile } from "./pipeline.js";

/** `defs list`. */
export function register(program: Command): void {
  program
    .command("list")
    .description("list all images with version and description")
    .option("--json", "as JSON, one array of objects")
    .option("--raw", "only packages with raw shell: a whole body, or hooks")
    .action(async (options: { json?: true; raw?: true }) => {
      const { graph } = await compile(resolve(program.opts<{ root: string }>().root));
      const all = [...graph.definitions.values()];
      const chosen = options.raw ? all.filter((definition) => rawParts(definition) > 0) : all;
      process.stdout.write(options.json ? json(chosen) : table(chosen));
      if (options.raw && !options.json) process.stdout.write(`${share(chosen, all)} hold raw shell\n`);
    });
}

/** The bootstrap is counted apart: where no shell, make or link exists yet, a recipe helps little. */
function share(chosen: readonly Definition[], all: readonly Definition[]): string {
  const early = ({ stage }: Definition): boolean => stage === "bootstrap";
  const part = (belongs: (definition: Definition) => boolean, what: string): string =>
    `${chosen.filter(belongs).length} of ${all.filter(belongs).length} ${what}`;
  return [
    part((definition) => !early(definition), "packages"),
    ...(all.some(early) ? [part(early, "of the bootstrap")] : []),
  ].join(", ");
}

/** How many pieces of raw shell a definition holds. */
function rawParts(definition: Definition): number {
  if (definition.build?.kind === "script") return 1;
  return definition.build?.kind === "recipe" ? definition.build.hooks : 0;
}

function json(definitions: readonly Definition[]): string {
  const rows = definitions.map(({ name, kind, version, description, platforms, file }) => ({
    name,
    kind,
    version: version ?? null,
    description,
    platforms,
    file,
  }));
  return `${JSON.stringify(rows, undefined, 2)}\n`;
}

function table(definitions: readonly Definition[]): string {
  const rows = definitions.map(
    (definition) => [definition.name, definition.version ?? "-", definition.description] as const,
  );
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      ([name, version, description]) => `${name.padEnd(widths[0]!)}  ${version.padEnd(widths[1]!)}  ${description}\n`,
    )
    .join("");
}
