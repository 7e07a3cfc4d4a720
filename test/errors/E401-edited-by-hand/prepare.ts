import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileInto } from "../../support/compiler.js";

/** Edits one generated file and deletes another. */
export async function prepare(root: string): Promise<void> {
  await compileInto(root);
  const path = join(root, "generated/core/tool/Containerfile");
  writeFileSync(path, readFileSync(path, "utf8").replace("WORKDIR /rootfs", "WORKDIR /tmp"));
  rmSync(join(root, "generated/core.mk"));
}
