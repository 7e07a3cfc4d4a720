import type { Diagnostic } from "../report/diagnostic.js";
import { discover, type DefinitionFile, type Discovered } from "./discover.js";
import { evaluate, type Exported, type Limits } from "./evaluate.js";
import { orderImports, scanImports } from "./imports.js";
import { typecheck } from "./typecheck.js";

/** One definition with the value that it exports, still unchecked. */
export interface LoadedDefinition {
  readonly source: DefinitionFile;
  readonly value: Record<string, unknown>;
}

/** Everything that defs/ says, as JSON values; references to packages are `{ $package: "file#export" }`. */
export interface Loaded {
  readonly found: Discovered;
  readonly definitions: readonly LoadedDefinition[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How to load. `fresh` ignores everything in the cache folder. */
export interface LoadOptions {
  readonly fresh?: boolean;
  readonly limits?: Limits;
}

/**
 * Finds, type-checks and evaluates the definitions of a tree. Each step runs only when the one before found no mistake,
 * because what follows from a mistake would only repeat it.
 */
export async function load(root: string, options: LoadOptions = {}): Promise<Loaded> {
  const { found, diagnostics } = discover(root);
  const stop = (more: readonly Diagnostic[]): Loaded => ({ found, definitions: [], diagnostics: more });
  if (diagnostics.length > 0) return stop(diagnostics);
  const checked = await typecheck(root, options.fresh ?? false);
  const scanned = await scanImports(found, checked.emitted);
  const ordered = orderImports(found, scanned.imports);
  const early = [...withoutUnresolved(checked.diagnostics, scanned.diagnostics), ...scanned.diagnostics, ...ordered.diagnostics];
  if (early.length > 0) return stop(early);
  const evaluated = await evaluate(checked.emitted, ordered.order, options.limits);
  if (evaluated.diagnostics.length > 0) return stop(evaluated.diagnostics);
  return select(found, evaluated.exports);
}

/** tsc reports a refused import as a module that it cannot find; ours says what may be imported. */
function withoutUnresolved(findings: readonly Diagnostic[], refused: readonly Diagnostic[]): Diagnostic[] {
  return findings.filter((finding) => !refused.some((item) => item.file === finding.file && item.line === finding.line));
}

function select(found: Discovered, exports: ReadonlyMap<string, Exported[]>): Loaded {
  const definitions: LoadedDefinition[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const source of found.definitions) {
    const own = (exports.get(source.file) ?? []).filter((item) => item.own);
    const match = own.find((item) => item.export === source.exportName);
    if (match && own.length === 1) definitions.push({ source, value: match.value });
    else diagnostics.push(exportDiagnostic(source, own.map((item) => item.export)));
  }
  return { found, definitions, diagnostics };
}

function exportDiagnostic(source: DefinitionFile, names: readonly string[]): Diagnostic {
  const expected = `export const ${source.exportName} = definePackage({ … })`;
  const surplus = names.filter((name) => name !== source.exportName);
  const message = names.length === 0 ? "the file exports no package" : surplus.length === names.length ? `the package is exported as '${names.join("', '")}', not as '${source.exportName}'` : `the file exports more than one package: ${names.join(", ")}`;
  const line = surplus[0] === undefined ? 1 : source.text.split("\n").findIndex((text) => new RegExp(`\\b${surplus[0]}\\b`).test(text)) + 1;
  return { code: "E106", file: source.file, line: Math.max(line, 1), message, hint: `one package per file: ${expected}.` };
}
