import { readBytes, readTexts } from "../load/files.js";
import { compareText } from "../report/diagnostic.js";

/** What writing a tree would do, by path from the root; each list is sorted. */
export interface Plan {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Compares the files that should be in generated/ with those that are. Bytes decide, never times.
 * @param present the files that are there, when they were read before.
 */
export function planWrite(
  root: string,
  tree: ReadonlyMap<string, string>,
  present: ReadonlyMap<string, string> = readTexts(root, "generated"),
): Plan {
  const differs = ([file, text]: readonly [string, string]): boolean =>
    tree.has(file) && !(text === tree.get(file) && isExact(`${root}/${file}`, text));
  return {
    added: [...tree.keys()].filter((file) => !present.has(file)).sort(compareText),
    changed: [...present].filter(differs).map(([file]) => file),
    removed: [...present.keys()].filter((file) => !tree.has(file)),
  };
}

/** Whether a file's bytes are those of its text: what is not UTF-8 was read as U+FFFD (Encoding Standard, "UTF-8 decoder"). */
function isExact(path: string, text: string): boolean {
  return !text.includes("\ufffd") || readBytes(path).equals(Buffer.from(text));
}

/** Whether a plan changes nothing. */
export function isEmptyPlan(plan: Plan): boolean {
  return plan.added.length + plan.changed.length + plan.removed.length === 0;
}
