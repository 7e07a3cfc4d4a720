import { join, resolve } from "node:path";
import type { Command } from "commander";
import { discover, type DefinitionFile } from "../load/discover.js";
import { writeFile } from "../load/files.js";
import { readInputs } from "../load/inputs.js";
import { DiagnosticsError, type Diagnostic } from "../report/diagnostic.js";
import { count } from "../report/render.js";
import { unknownImage } from "../report/suggest.js";
import { fileDiff } from "./terminal/diff.js";

/** `defs fmt`. */
export function register(program: Command): void {
  program
    .command("fmt")
    .description("put fields, lists and imports of definitions in order, in one layout")
    .argument("[definitions...]", "images or files; default: all")
    .option("--check", "write nothing; fail with 1 and show the difference when a definition would change")
    .action(async (names: readonly string[], options: { check?: true }) => {
      const root = resolve(program.opts<{ root: string }>().root);
      const { found, diagnostics } = discover(readInputs(root));
      if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics, found.definitions.length);
      const definitions = names.length === 0 ? found.definitions : chosen(found.definitions, names);
      await (options.check ? check(definitions) : rewrite(root, definitions));
    });
}

function chosen(all: readonly DefinitionFile[], names: readonly string[]): DefinitionFile[] {
  return names.map((name) => {
    const definition = all.find(({ name: image, file }) => image === name || file === name.replace(/^\.\//, ""));
    if (definition === undefined)
      throw new Error(
        unknownImage(
          name,
          all.map((item) => item.name),
        ),
      );
    return definition;
  });
}

/** Every definition is read before the first is written: a mistake in one leaves all as they are. */
async function rewrite(root: string, definitions: readonly DefinitionFile[]): Promise<void> {
  const changed = (await formatted(definitions)).filter(({ before, after }) => before !== after);
  for (const { file, after } of changed) writeFile(join(root, file), after);
  process.stdout.write(
    `${changed.map(({ file }) => `${file}\n`).join("")}formatted ${count(definitions.length, "definition")}: ${changed.length} changed\n`,
  );
}

async function check(definitions: readonly DefinitionFile[]): Promise<void> {
  const changed = (await formatted(definitions)).filter(({ before, after }) => before !== after);
  for (const { file, before, after } of changed) process.stdout.write(await fileDiff(file, before, after));
  if (changed.length > 0) throw new DiagnosticsError(changed.map(wouldChange), definitions.length);
  process.stdout.write(`checked ${count(definitions.length, "definition")}: all are formatted\n`);
}

interface Formatted {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

async function formatted(definitions: readonly DefinitionFile[]): Promise<Formatted[]> {
  const { formatDefinition } = await import("../author/format.js");
  return definitions.map(({ file, text }) => ({ file, before: text, after: formatDefinition(file, text) }));
}

function wouldChange({ file, before, after }: Formatted): Diagnostic {
  const wanted = after.split("\n");
  const line = before.split("\n").findIndex((text, index) => text !== wanted[index]) + 1;
  return {
    code: "E704",
    file,
    line: Math.max(line, 1),
    message: "this definition is not formatted",
    hint: "run `defs fmt`.",
  };
}
