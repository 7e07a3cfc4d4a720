import { posix } from "node:path";
import { init, parse } from "es-module-lexer/minimal";
import type { Diagnostic, Related } from "../report/diagnostic.js";
import { didYouMean } from "../report/suggest.js";
import type { DefinitionFile, Discovered } from "./discover.js";

/** What a definition imports beside the language: other definitions, and JSON data, by path from the tree's root. */
export interface Imports {
  readonly definitions: readonly string[];
  readonly data: readonly string[];
}

/** The imports that remain at run time, by importing file. */
export type ImportGraph = ReadonlyMap<string, Imports>;

/**
 * Reads the imports of emitted modules, before any of them runs, and refuses those that leave the tree.
 * @param emitted the text of each definition that is to be looked at.
 */
export async function scanImports(
  found: Discovered,
  emitted: ReadonlyMap<string, string>,
): Promise<{ imports: ImportGraph; diagnostics: Diagnostic[] }> {
  await init;
  const byFile = new Map(found.definitions.map((definition) => [definition.file, definition]));
  const diagnostics: Diagnostic[] = [];
  const imports = new Map<string, Imports>();
  for (const [file, text] of emitted) {
    const definition = byFile.get(file)!;
    const [targets, data] = [new Set<string>(), new Set<string>()];
    for (const specifier of specifiers(text)) {
      const path = posix.join(posix.dirname(file), specifier);
      const target = path.replace(/\.js$/, ".ts");
      if (specifier.startsWith(".") && byFile.has(target)) targets.add(target);
      else if (isOwnData(definition, specifier, path, found)) data.add(path);
      else if (specifier !== "#dsl") diagnostics.push(refused(definition, specifier, target, byFile));
    }
    imports.set(file, { definitions: [...targets], data: [...data] });
  }
  return { imports, diagnostics };
}

function specifiers(text: string): string[] {
  try {
    return parse(text)[0].flatMap((found) => (found.d === -2 || found.n === undefined ? [] : [found.n]));
  } catch {
    return [];
  }
}

/** JSON data comes from the package's own folder. */
function isOwnData(definition: DefinitionFile, specifier: string, path: string, found: Discovered): boolean {
  return specifier.startsWith(`./${posix.basename(definition.file, ".ts")}/`) && found.extras.has(path);
}

function refused(
  definition: DefinitionFile,
  specifier: string,
  target: string,
  byFile: ReadonlyMap<string, unknown>,
): Diagnostic {
  const near = didYouMean(target, byFile.keys());
  const hint = "a definition imports '#dsl', other definitions ('./zlib.js') and JSON from its own folder.";
  const place = importPlace(definition, specifier);
  return {
    code: "E102",
    file: definition.file,
    message: `cannot import '${specifier}'`,
    hint: [near, hint].filter(Boolean).join(" "),
    ...place,
  };
}

/** Line and column of an import's specifier in the author's text. */
function importPlace(definition: DefinitionFile, specifier: string): { line: number; column: number } {
  const lines = definition.text.split("\n");
  for (const quote of ['"', "'"]) {
    const index = lines.findIndex(
      (line) => /\b(?:from|import)\b/.test(line) && line.includes(quote + specifier + quote),
    );
    if (index >= 0) return { line: index + 1, column: lines[index]!.indexOf(quote + specifier + quote) + 1 };
  }
  return { line: 1, column: 1 };
}

/**
 * Orders definitions so that each stands after those that it imports, and finds the cycles.
 * The order depends on names alone: depth first over sorted files.
 */
export function orderImports(found: Discovered, imports: ImportGraph): { order: string[]; diagnostics: Diagnostic[] } {
  const order: string[] = [];
  const state = new Map<string, "open" | "done">();
  const cycles = new Map<string, string[]>();
  for (const definition of found.definitions) visit(definition.file, imports, state, order, cycles);
  const byFile = new Map(found.definitions.map((definition) => [definition.file, definition]));
  return { order, diagnostics: [...cycles.values()].map((cycle) => cycleDiagnostic(cycle, byFile)) };
}

/** Depth-first search with its own stack: a chain of 20,000 imports must not overflow the engine's. */
function visit(
  start: string,
  imports: ImportGraph,
  state: Map<string, "open" | "done">,
  order: string[],
  cycles: Map<string, string[]>,
): void {
  if (state.has(start)) return;
  const stack: { file: string; next: number }[] = [{ file: start, next: 0 }];
  state.set(start, "open");
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const target = imports.get(top.file)?.definitions[top.next++];
    if (target === undefined) {
      state.set(top.file, "done");
      order.push(top.file);
      stack.pop();
    } else if (!state.has(target)) {
      state.set(target, "open");
      stack.push({ file: target, next: 0 });
    } else if (state.get(target) === "open") {
      const cycle = stack.slice(stack.findIndex((frame) => frame.file === target)).map((frame) => frame.file);
      cycles.set([...cycle].sort().join(" "), cycle);
    }
  }
}

function cycleDiagnostic(cycle: readonly string[], byFile: ReadonlyMap<string, DefinitionFile>): Diagnostic {
  const files = rotateToSmallest(cycle);
  const related: Related[] = files.map((file, index) => {
    const definition = byFile.get(file)!;
    const place = importPlace(definition, specifierFor(file, files[(index + 1) % files.length]!));
    return { file, line: place.line, text: definition.text.split("\n")[place.line - 1]! };
  });
  const names = [...files, files[0]!].map((file) => byFile.get(file)!.name);
  const place = importPlace(byFile.get(files[0]!)!, specifierFor(files[0]!, files[1 % files.length]!));
  return {
    code: "E301",
    file: files[0]!,
    ...place,
    message:
      files.length === 1 ? `package imports itself: ${names[0]}` : `packages import each other: ${names.join(" -> ")}`,
    related,
    hint: "build an earlier-stage variant, or drop the dependency on one side; `testDeps` can name an image without importing it.",
  };
}

/** A cycle has no first member; starting at the smallest name makes the message independent of discovery. */
function rotateToSmallest(cycle: readonly string[]): readonly string[] {
  const start = cycle.indexOf([...cycle].sort()[0]!);
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}

function specifierFor(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to).replace(/\.ts$/, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}
