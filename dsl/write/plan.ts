import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareText } from "../report/diagnostic.js";

/** What writing a tree would do, by path from the root; each list is sorted. */
export interface Plan {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Compares the files that should be in generated/ with those that are. Bytes decide, never times. */
export function planWrite(root: string, tree: ReadonlyMap<string, string>): Plan {
  const present = new Map(listFiles(root, "generated").map((file) => [file, readFileSync(join(root, file), "utf8")]));
  const wanted = [...tree.keys()].sort(compareText);
  return {
    added: wanted.filter((file) => !present.has(file)),
    changed: wanted.filter((file) => present.has(file) && present.get(file) !== tree.get(file)),
    removed: [...present.keys()].filter((file) => !tree.has(file)).sort(compareText),
  };
}

/** Whether a plan changes nothing. */
export function isEmptyPlan(plan: Plan): boolean {
  return plan.added.length + plan.changed.length + plan.removed.length === 0;
}

/** All files below a folder, by path from the root. A missing folder is empty. */
export function listFiles(root: string, folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => (entry.isDirectory() ? listFiles(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
}
