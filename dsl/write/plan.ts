import { join } from "node:path";
import { listFiles, readBytes } from "../load/files.js";
import { compareText } from "../report/diagnostic.js";

/** What writing a tree would do, by path from the root; each list is sorted. */
export interface Plan {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Compares the files that should be in generated/ with those that are. Bytes decide, never times. */
export function planWrite(root: string, tree: ReadonlyMap<string, string>): Plan {
  const present = listFiles(root, "generated");
  const known = new Set(present);
  const differs = (file: string): boolean => !readBytes(join(root, file)).equals(Buffer.from(tree.get(file)!));
  return {
    added: [...tree.keys()].filter((file) => !known.has(file)).sort(compareText),
    changed: present.filter((file) => tree.has(file) && differs(file)),
    removed: present.filter((file) => !tree.has(file)),
  };
}

/** Whether a plan changes nothing. */
export function isEmptyPlan(plan: Plan): boolean {
  return plan.added.length + plan.changed.length + plan.removed.length === 0;
}
