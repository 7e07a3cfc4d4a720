import { resolve } from "node:path";
import type { Command } from "commander";
import { licenseOf } from "../graph/license.js";
import type { Definition } from "../validate/definition.js";
import { type Filter, passes, withFilter } from "./filter.js";
import { page } from "./page.js";
import { compile } from "./pipeline.js";

/** `defs list`. */
export function register(program: Command): void {
  withFilter(program.command("list").description("list all images with version and description"))
    .option("--json", "as JSON, one array of objects")
    .option("--raw", "only packages with raw shell: a whole body, or hooks")
    .option("--harden", "only packages that leave a protection out, each with the reason")
    .option("--skipped", "only packages whose upstream tests are not run, each with the reason")
    .option("--short", "names alone, one a line")
    .action(async (options: Options) => {
      const { graph } = await compile(resolve(program.opts<{ root: string }>().root));
      const all = [...graph.definitions.values()];
      const chosen = all.filter(
        (definition) =>
          isChosen(definition, options) && passes({ ...definition, license: licenseOf(graph, definition) }, options),
      );
      if (options.short && !options.json) return void (await page(chosen.map(({ name }) => `${name}\n`).join("")));
      if (options.harden && !options.json) process.stdout.write(reasons(chosen));
      else if (options.skipped && !options.json) process.stdout.write(skips(chosen));
      else if (options.json) process.stdout.write(json(chosen));
      else await page(table(chosen));
      if (options.raw && !options.json) process.stdout.write(`${share(chosen, all)} hold raw shell\n`);
    });
}

interface Options extends Filter {
  readonly short?: true;
  readonly json?: true;
  readonly raw?: true;
  readonly harden?: true;
  readonly skipped?: true;
}

function isChosen(definition: Definition, { raw, harden, skipped }: Options): boolean {
  return (
    (!raw || rawParts(definition) > 0) &&
    (!harden || leftOut(definition).length > 0) &&
    (!skipped || skippedTests(definition) !== undefined)
  );
}

/** The protections that a definition leaves out, with the reasons. */
function leftOut({ build }: Definition): (readonly [string, string])[] {
  return build?.kind === "recipe" ? Object.entries(build.harden ?? {}) : [];
}

/** Why upstream's tests are not run. */
function skippedTests({ build }: Definition): string | undefined {
  return build?.kind === "recipe" ? build.skipped : undefined;
}

function skips(definitions: readonly Definition[]): string {
  const lines = definitions.map((definition) => `${definition.name}: ${skippedTests(definition)!}\n`);
  return `${lines.join("")}the tests of ${lines.length} packages are not run\n`;
}

function reasons(definitions: readonly Definition[]): string {
  const lines = definitions.flatMap((definition) =>
    leftOut(definition).map(([protection, reason]) => `${definition.name}: ${protection}: ${reason}\n`),
  );
  return `${lines.join("")}${lines.length} protections are left out\n`;
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
  const rows = definitions.map((definition) => ({ ...definition, harden: Object.fromEntries(leftOut(definition)) }));
  const shown = rows.map(({ name, kind, version, description, platforms, file, harden }) => ({
    name,
    kind,
    version: version ?? null,
    description,
    platforms,
    file,
    ...(Object.keys(harden).length > 0 ? { harden } : {}),
  }));
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

function table(definitions: readonly Definition[]): string {
  const rows = definitions.map(
    (definition) =>
      [
        definition.name,
        definition.version ?? "-",
        definition.platforms.map((platform) => platform.replace("linux/", "")).join(","),
        definition.description,
      ] as const,
  );
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      ([name, version, platforms, description]) =>
        `${name.padEnd(widths[0]!)}  ${version.padEnd(widths[1]!)}  ${platforms.padEnd(widths[2]!)}  ${description}\n`,
    )
    .join("");
}
