import { appendFileSync, cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../support/compiler.js";
import { temporaryFolder } from "../support/files.js";

describe("the hash of the compiler's sources", () => {
  test.each([
    "bin/build.js",
    "bin/templates.js",
    "dsl/cli/main.ts",
    "dsl/emit/templates/stage.mk.hbs",
    "package.json",
    "tsconfig.build.json",
  ])("changes with %s, so that dist/ is built anew", async (file) => {
    const copy = temporaryFolder();
    for (const part of ["bin", "dsl", "package.json", "tsconfig.json", "tsconfig.build.json"])
      cpSync(join(repository, part), join(copy, part), { recursive: true });
    const { sourcesHash } = (await import(join(copy, "bin/build.js"))) as typeof import("../../bin/build.js");
    const before = sourcesHash();
    expect(sourcesHash()).toBe(before);
    appendFileSync(join(copy, file), "\n");
    expect(sourcesHash()).not.toBe(before);
  });
});
