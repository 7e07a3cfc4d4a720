import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../write/plan.js";

/** The change of one file as a unified diff; empty when there is none. */
export async function fileDiff(file: string, before: string, after: string): Promise<string> {
  if (before === after) return "";
  const { createTwoFilesPatch } = await import("diff");
  return createTwoFilesPatch(before === "" ? "/dev/null" : `a/${file}`, `b/${file}`, before, after, "", "", {
    context: 3,
  });
}

/** What writing would change, as a unified diff from what lies in generated/ to what the definitions say. */
export async function unifiedDiff(root: string, tree: ReadonlyMap<string, string>, plan: Plan): Promise<string> {
  const { createTwoFilesPatch } = await import("diff");
  const before = (file: string): string => readFileSync(join(root, file), "utf8");
  const patch = (file: string, from: string | undefined, to: string | undefined): string =>
    createTwoFilesPatch(
      from === undefined ? "/dev/null" : `a/${file}`,
      to === undefined ? "/dev/null" : `b/${file}`,
      from ?? "",
      to ?? "",
      "",
      "",
      { context: 3 },
    );
  return [
    ...plan.added.map((file) => patch(file, undefined, tree.get(file))),
    ...plan.changed.map((file) => patch(file, before(file), tree.get(file))),
    ...plan.removed.map((file) => patch(file, before(file), undefined)),
  ].join("");
}
