import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { init, parse } from "es-module-lexer/minimal";
import type { Diagnostic, Related } from "../report/diagnostic.js";
import { didYouMean } from "../report/suggest.js";
import type { DefinitionFile, Discovered } from "./discover.js";

/** The imports of every definition that remain at run time: importing file -> imported definition files. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Reads the imports of the emitted modules, before any of them runs, and refuses those that leave the tree. */
export async function scanImports(found: Discovered, emitted: string): Promise<{ imports: ImportGraph; diagnostics: Diagnostic[] }> {
  await init;
  const byFile = new Map(found.definitions.map((definition) => [definition.file, definition]));
  const diagnostics: Diagnostic[] = [];
  const imports = new Map<string, string[]>();
  for (const definition of found.definitions) {
    const targets: string[] = [];
    for (const specifier of specifiers(join(emitted, definition.file.replace(/\.ts$/, ".js")))) {
      const target = posix.join(posix.dirname(definition.file), specifier.replace(/\.js$/, ".ts"));
      if (specifier.startsWith(".") && byFile.has(target)) targets.push(target);
      else if (!allowed(definition, specifier, found)) diagnostics.push(refused(definition, specifier, target, byFile));
    }
    imports.set(definition.file, [...new Set(targets)]);
  }
  return { imports, diagnostics };
}

function specifiers(path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return [];
  }
  try {
    return parse(text)[0].flatMap((found) => (found.d === -2 || found.n === undefined ? [] : [found.n]));
  } catch {
    return [];
  }
}

/** The language, and JSON data in the package's own folder. */
function allowed(definition: DefinitionFile, specifier: string, found: Discovered): boolean {
  const own = `./${posix.basename(definition.file, ".ts")}/`;
  return specifier === "#dsl" || (specifier.startsWith(own) && found.extras.has(posix.join(posix.dirname(definition.file), specifier)));
}

function refused(definition: DefinitionFile, specifier: string, target: string, byFile: ReadonlyMap<string, unknown>): Diagnostic {
  const near = didYouMean(target, byFile.keys());
  const hint = "a definition imports '#dsl', other definitions ('./zlib.js') and JSON from its own folder.";
  const place = importPlace(definition, specifier);
  return { code: "E102", file: definition.file, message: `cannot import '${specifier}'`, hint: [near, hint].filter(Boolean).join(" "), ...place };
}

/** Line and column of an import's specifier in the author's text. */
function importPlace(definition: DefinitionFile, specifier: string): { line: number; column: number } {
  const lines = definition.text.split("\n");
  for (const quote of ['"', "'"]) {
    const index = lines.findIndex((line) => /\b(?:from|import)\b/.test(line) && line.includes(quote + specifier + quote));
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
function visit(start: string, imports: ImportGraph, state: Map<string, "open" | "done">, order: string[], cycles: Map<string, string[]>): void {
  if (state.has(start)) return;
  const stack: { file: string; next: number }[] = [{ file: start, next: 0 }];
  state.set(start, "open");
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const target = imports.get(top.file)?.[top.next++];
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
    message: files.length === 1 ? `package imports itself: ${names[0]}` : `packages import each other: ${names.join(" -> ")}`,
    related,
    hint: "build an earlier-stage variant, or drop the dependency on one side.",
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
