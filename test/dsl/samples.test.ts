import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileTree, repository } from "../support/compiler.js";
import { foldersIn, readFiles, temporaryFolder, updating, writeFiles } from "../support/files.js";

const samples = join(repository, "test/samples");

describe("golden trees", () => {
  test.concurrent.for(foldersIn(samples))(
    "%s is compiled to its expected tree, file for file",
    async (name, { expect, onTestFinished }) => {
      const { tree } = await compileTree(temporaryFolder({ from: join(samples, name), onTestFinished }));
      const expected = join(samples, name, "expected");
      const made = Object.fromEntries([...tree].map(([path, text]) => [path.replace(/^generated\//, ""), text]));
      if (updating) rmSync(expected, { recursive: true, force: true });
      if (updating) writeFiles(expected, made);
      expect(made).toEqual(Object.fromEntries(readFiles(expected)));
    },
  );

  test("every sample has an expected tree and definitions of its own", () => {
    for (const name of foldersIn(samples)) expect(foldersIn(join(samples, name)), name).toEqual(["defs", "expected"]);
  });
});
