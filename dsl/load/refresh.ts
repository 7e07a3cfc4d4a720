import type { Diagnostic } from "../report/diagnostic.js";
import { isOpaque, type Entry } from "./cache.js";
import type { DefinitionFile, Discovered } from "./discover.js";
import { startEvaluator, type Evaluated, type Evaluator, type Exported, type Limits } from "./evaluate.js";
import { orderImports, scanImports, type ImportGraph } from "./imports.js";
import { mapBack } from "./source-map.js";
import { typecheck, type Checked } from "./typecheck.js";

/** A tree, and what is known of it already. */
export interface Task {
  readonly root: string;
  readonly found: Discovered;
  /** Hash of each definition with its extra files. */
  readonly own: ReadonlyMap<string, string>;
  /** Entries that still hold. */
  readonly kept: ReadonlyMap<string, Entry>;
  readonly limits: Limits | undefined;
  /** Whether the files are still the same; asked when tsc has read them, while the definitions are evaluated. */
  readonly unchanged: () => Promise<boolean>;
}

/** The entries of all definitions without mistakes. */
export interface Result {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the imports of some definition cannot be known for sure, so that no entry may be kept. */
  readonly opaque: boolean;
  /** Whether the files were still the same after they were checked. */
  readonly settled: boolean;
}

/** Type-checks and evaluates the definitions that no kept entry holds. */
export async function refresh(task: Task): Promise<Result> {
  const stale = task.found.definitions.filter(({ file }) => !task.kept.has(file));
  if (stale.length === 0)
    return { entries: task.kept, diagnostics: [], opaque: false, settled: await task.unchanged() };
  const evaluator = startEvaluator(task.limits);
  let checked: Checked | undefined;
  try {
    checked = await typecheck(
      task.root,
      stale.map(({ file }) => file),
    );
    return await evaluateStale(task, stale, checked, evaluator);
  } finally {
    checked?.dispose();
    evaluator.stop();
  }
}

async function evaluateStale(
  { root, found, own, kept, unchanged }: Task,
  stale: readonly DefinitionFile[],
  checked: Checked,
  evaluator: Evaluator,
): Promise<Result> {
  const failed = (diagnostics: readonly Diagnostic[]): Result => ({
    entries: new Map(),
    diagnostics,
    opaque: false,
    settled: false,
  });
  const emitted = new Map(stale.map(({ file }) => [file, checked.read(file) ?? ""]));
  const scanned = await scanImports(found, emitted);
  const imports = new Map([...kept].map(([file, entry]) => [file, entry.imports]));
  for (const [file, own] of scanned.imports) imports.set(file, own);
  const ordered = orderImports(found, imports);
  const early = [
    ...withoutUnresolved(checked.diagnostics, scanned.diagnostics),
    ...scanned.diagnostics,
    ...ordered.diagnostics,
  ];
  if (early.length > 0) return failed(early);
  const needed = closure(stale, imports);
  const files = ordered.order.filter((file) => needed.has(file));
  const text = (file: string): string => emitted.get(file) ?? checked.read(file) ?? "";
  const answer = evaluator.evaluate({ files, texts: jobTexts(files, imports, found, text) });
  const meanwhile = async (): Promise<boolean> => (checked.dispose(), await unchanged());
  const [evaluated, settled] = await Promise.all([answer, meanwhile()]);
  if (evaluated.diagnostics.length > 0) return failed(await mapBack(root, evaluated.diagnostics));
  const { values, diagnostics } = select(stale, evaluated);
  const entries = new Map(kept);
  for (const [file, value] of values) entries.set(file, { own: own.get(file)!, imports: imports.get(file)!, value });
  return { entries, diagnostics, opaque: stale.some((source) => isOpaque(source, text(source.file))), settled };
}

/** tsc reports a refused import as a module that it cannot find; ours says what may be imported. */
function withoutUnresolved(findings: readonly Diagnostic[], refused: readonly Diagnostic[]): Diagnostic[] {
  const places = new Set(refused.map((item) => `${item.file}:${item.line}`));
  return findings.filter((finding) => !places.has(`${finding.file}:${finding.line}`));
}

/** Some definitions and everything that they import, however far. */
function closure(start: readonly DefinitionFile[], imports: ImportGraph): Set<string> {
  const reached = new Set(start.map(({ file }) => file));
  // A set yields what is added to it on the way.
  for (const file of reached) for (const target of imports.get(file)!.definitions) reached.add(target);
  return reached;
}

function jobTexts(
  files: readonly string[],
  imports: ImportGraph,
  found: Discovered,
  emitted: (file: string) => string,
): Record<string, string> {
  const data = files.flatMap((file) => imports.get(file)!.data);
  return Object.fromEntries([
    ...files.map((file) => [file, emitted(file)]),
    ...data.map((file) => [file, found.extras.get(file)!.toString("utf8")]),
  ]);
}

/** Of each definition the one package that it is named after. */
function select(
  stale: readonly DefinitionFile[],
  { exports }: Evaluated,
): { values: Map<string, Exported["value"]>; diagnostics: Diagnostic[] } {
  const values = new Map<string, Exported["value"]>();
  const diagnostics: Diagnostic[] = [];
  for (const source of stale) {
    const own = (exports.get(source.file) ?? []).filter((item) => item.own);
    const match = own.find((item) => item.export === source.exportName);
    if (match && own.length === 1) values.set(source.file, match.value);
    else
      diagnostics.push(
        exportDiagnostic(
          source,
          own.map((item) => item.export),
        ),
      );
  }
  return { values, diagnostics };
}

function exportDiagnostic(source: DefinitionFile, names: readonly string[]): Diagnostic {
  const expected = `export const ${source.exportName} = definePackage({ … })`;
  const surplus = names.filter((name) => name !== source.exportName);
  const renamed = `the package is exported as '${names.join("', '")}', not as '${source.exportName}'`;
  const several =
    surplus.length === names.length ? renamed : `the file exports more than one package: ${names.join(", ")}`;
  const message = names.length === 0 ? "the file exports no package" : several;
  const near =
    surplus[0] === undefined
      ? {}
      : { near: new RegExp(`(?<=export\\b.*)\\b${surplus[0].replaceAll("$", "\\$")}(?![\\w$])`) };
  return { code: "E106", file: source.file, ...near, message, hint: `one package per file: ${expected}.` };
}
