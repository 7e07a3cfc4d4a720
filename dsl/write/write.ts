import { rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeFile } from "../load/files.js";
import type { Plan } from "./plan.js";

/**
 * Carries out a plan. Every file is written beside its place and renamed, so a killed process leaves each file old or new;
 * a file that needs no change is not touched. Folders that become empty are removed.
 */
export function writeTree(root: string, tree: ReadonlyMap<string, string>, plan: Plan): void {
  for (const file of [...plan.added, ...plan.changed]) writeFile(join(root, file), tree.get(file)!);
  for (const file of plan.removed) {
    rmSync(join(root, file));
    removeEmptyFolders(root, dirname(file));
  }
}

function removeEmptyFolders(root: string, folder: string): void {
  if (folder === "generated" || folder === ".") return;
  try {
    rmdirSync(join(root, folder));
  } catch {
    return; // Something else is still in it.
  }
  removeEmptyFolders(root, dirname(folder));
}
