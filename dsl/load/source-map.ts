import { SourceMap } from "node:module";
import type { Diagnostic } from "../report/diagnostic.js";
import { typecheck } from "./typecheck.js";

/**
 * Turns places in emitted text into those of the author's. Source maps are made only now, when there is something to say:
 * a tree without mistakes needs none.
 */
export async function mapBack(root: string, diagnostics: readonly Diagnostic[]): Promise<Diagnostic[]> {
  const files = [...new Set(diagnostics.flatMap((item) => (item.line === undefined ? [] : [item.file])))];
  if (files.length === 0) return [...diagnostics];
  const checked = await typecheck(root, files, { maps: true });
  try {
    return diagnostics.map((item) =>
      item.line === undefined
        ? item
        : { ...item, ...mapPlace(checked.read(item.file, ".js.map"), item.line, item.column ?? 1) },
    );
  } finally {
    checked.dispose();
  }
}

/** Without a map the emitted position is still the best guess: tsc keeps most lines where they were. */
function mapPlace(map: string | undefined, line: number, column: number): { line: number; column: number } {
  if (map === undefined) return { line, column };
  const entry = new SourceMap(JSON.parse(map)).findEntry(line - 1, column - 1);
  return "originalLine" in entry
    ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
    : { line, column };
}
