import { expect, test } from "vitest";
import { compileTree, mistakes } from "../support/compiler.js";
import { temporaryFolder, writeFiles } from "../support/files.js";

/** A tool whose test wants what is built with the tool. */
function tree(needed: string): string {
  const root = temporaryFolder();
  const about = `version: "1", description: "Tool", license: "ISC", website: "https://example.org", imageBase: "scratch"`;
  writeFiles(root, {
    "defs/core/shell.ts": `import { definePackage, directory, fromScratch } from "#dsl";
export const shell = definePackage({ name: "core-shell", ${about}, provides: ["sh"], build: fromScratch(directory("/rootfs")) });
`,
    "defs/core/expat.ts": `import { definePackage, sh } from "#dsl";
import { shell } from "./shell.js";
export const expat = definePackage({
  name: "core-expat", ${about}, base: shell, build: sh\`true\`,
  tests: [["/usr/bin/python", "-c", "import pyexpat"]],
  testDeps: ["${needed}"],
});
`,
    "defs/core/python.ts": `import { definePackage, sh } from "#dsl";
import { expat } from "./expat.js";
import { shell } from "./shell.js";
export const python = definePackage({ name: "core-python", ${about}, base: shell, buildDeps: [expat], build: sh\`true\` });
`,
  });
  return root;
}

test("a test may need an image that is built with the tested one", async () => {
  const { tree: made } = await compileTree(tree("core-python"));
  expect(made.get("generated/core/expat/Containerfile.test")).toContain("stagex.invalid/core-python");
  expect(made.get("generated/core/expat/Containerfile")).not.toContain("core-python");
});

test("a name that is no image's is refused at its place", async () => {
  expect(await mistakes(tree("core-pyton"))).toBe(
    `defs/core/expat.ts:6:14 - error E304: no package or output gives the image 'core-pyton'
hint: did you mean 'core-python'? See docs/errors/E304.md
checked 3 definitions: 1 error
`,
  );
});
