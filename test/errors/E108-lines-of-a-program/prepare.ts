import { join } from "node:path";
import { writeFiles } from "../../support/files.js";

/** A line that Docker does not read, and one that Buildah changes. */
export function prepare(root: string): void {
  writeFiles(join(root, "defs/core/tool"), { "long.c": `int main(void) { return 0; }\n//${"-".repeat(65_000)}\n`, "returns.cc": "int main()\n{\r\n}\r\n" });
}
