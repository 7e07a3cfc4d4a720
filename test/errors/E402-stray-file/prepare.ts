import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileInto } from "../../support/compiler.js";

/** Leaves a file among the generated ones. */
export async function prepare(root: string): Promise<void> {
  await compileInto(root);
  writeFileSync(join(root, "generated/core/tool/notes.txt"), "remember the flags\n");
}
