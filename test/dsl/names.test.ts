import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { camelCase } from "../../dsl/load/discover.js";
import { compileTree, mistakes, repository } from "../support/compiler.js";
import { temporaryFolder, writeFiles } from "../support/files.js";

/** Words that are reserved somewhere, and names that a module or the language could already have; `import` is a goal of the Makefile. */
const words = [
  ..."arguments as async await break case catch class const continue debugger default delete do else enum eval export exports".split(
    " ",
  ),
  ..."extends false finally for from function get global if implements in instanceof interface let module new null".split(
    " ",
  ),
  ..."of package private protected public require return set static super switch this throw true try type typeof undefined".split(
    " ",
  ),
  ..."any console define-package def globalthis make number object process sh string symbol var void while with yield 7zip".split(
    " ",
  ),
];

describe("a package may be called like a reserved word", () => {
  test("all of them compile, each with an export of its own", async () => {
    const root = temporaryFolder();
    const base = `import { definePackage, directory, fromScratch } from "#dsl";
export const base = definePackage({ name: "bootstrap-base", version: "1", description: "Tools", license: "ISC",
  website: "https://example.org", provides: ["sh"], build: fromScratch(directory("/rootfs")) });\n`;
    const files = words.map((word) => [
      `defs/core/${word}.ts`,
      `import { definePackage as define, make as build } from "#dsl";
import { base } from "../bootstrap/base.js";
export const ${camelCase(word)} = define({ name: "core-${word}", version: "1", description: "Tool", license: "ISC",
  website: "https://example.org", base, build: build({ after: {} }) });\n`,
    ]);
    writeFiles(root, {
      "defs/bootstrap/base.ts": base.replace('["sh"]', '["sh", "make"]'),
      ...Object.fromEntries(files),
    });
    expect(await mistakes(root)).toBeUndefined();
    const { graph } = await compileTree(root);
    expect(words.filter((word) => !graph.definitions.has(`core-${word}`))).toEqual([]);
  }, 60_000);

  test.each([
    ["super", "_super"],
    ["gcc-gnu", "gccGnu"],
    ["7zip", "_7zip"],
    ["type", "type"],
  ])("%s is exported as %s", (name, exported) => {
    expect(camelCase(name)).toBe(exported);
  });
});

const attributes = ["text", "eol", "ident", "filter", "working-tree-encoding", "export-subst", "export-ignore"];

test("no file of the repository is converted at checkout", () => {
  const files = execFileSync("git", ["-C", repository, "ls-files", "-z"], { encoding: "utf8" });
  const own = temporaryFolder();
  writeFiles(own, {
    attributes: "* text eol=crlf ident filter=own working-tree-encoding=UTF-16 export-subst export-ignore\n",
  });
  const said = execFileSync(
    "git",
    ["-C", repository, "-c", `core.attributesFile=${own}/attributes`, "check-attr", "--stdin", "-z", ...attributes],
    { input: files, encoding: "utf8", maxBuffer: 1 << 26 },
  );
  const fields = said.split("\0");
  const converted: string[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3)
    if (!["unset", "unspecified"].includes(fields[at + 2]!)) converted.push(`${fields[at]} ${fields[at + 1]}`);
  expect(converted).toEqual([]);
});
