import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeNewFile } from "../../../dsl/load/files.js";
import { temporaryFolder } from "../../support/files.js";

test("of two who write a new file, the second fails, and the first one's text stays", () => {
  const folder = temporaryFolder();
  const path = join(folder, "defs/core/tool.ts");
  writeNewFile(path, "first\n");
  expect(() => writeNewFile(path, "second\n")).toThrow(expect.objectContaining({ code: "EEXIST" }));
  expect(readFileSync(path, "utf8")).toBe("first\n");
  expect(readdirSync(join(folder, "defs/core"))).toEqual(["tool.ts"]);
});
