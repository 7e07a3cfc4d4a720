import { readFiles, type Files } from "../load/files.js";
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
export function planWrite(root: string, tree: ReadonlyMap<string, string>, present: Files = readFiles(root, "generated")): Plan {
  const differs = ([file, bytes]: readonly [string, Buffer]): boolean => tree.has(file) && !bytes.equals(Buffer.from(tree.get(file)!));
  return {
    added: [...tree.keys()].filter((file) => !present.has(file)).sort(compareText),
    changed: [...present].filter(differs).map(([file]) => file),
    removed: [...present.keys()].filter((file) => !tree.has(file)),
  };
}

/** Whether a plan changes nothing. */
export function isEmptyPlan(plan: Plan): boolean {
  return plan.added.length + plan.changed.length + plan.removed.length === 0;
}
