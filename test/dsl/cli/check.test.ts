import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defs, repository } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";

const tool = `import { definePackage, fromScratch, unpack } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/tool-1.0.tar",
      sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    },
  ],
  build: fromScratch(unpack("tool-1.0.tar", "/")),
});
`;

function tree(text: string): string {
  const root = temporaryFolder();
  writeFiles(root, { "defs/core/tool.ts": text });
  return root;
}

const above = (comment: string): string => tool.replace("      url:", `      ${comment}\n      url:`);
const allowed = above("// allow W204: upstream publishes nowhere else");

describe("defs check", () => {
  test("shows warnings and ends with 0", async () => {
    const { exitCode, stdout, stderr } = await defs(tree(tool), ["check"]);
    expect([exitCode, stdout]).toEqual([0, ""]);
    expect(stderr).toMatch(/^defs\/core\/tool\.ts:11:7 - warning W204: [^]*\nchecked 1 definition: 1 warning$/);
  });

  test("--strict shows the same and ends with 1", async () => {
    const root = tree(tool);
    const strict = await defs(root, ["check", "--strict"]);
    expect([strict.exitCode, strict.stdout, strict.stderr]).toEqual([1, "", (await defs(root, ["check"])).stderr]);
  });

  test("counts what a comment with a reason switches off", async () => {
    const { exitCode, stdout, stderr } = await defs(tree(allowed), ["check", "--strict"]);
    expect([exitCode, stdout, stderr]).toEqual([0, "checked 1 definition: no errors, 1 warning switched off", ""]);
  });

  test("lets several comments stand above one line, among others", async () => {
    const archive = allowed.replace(
      'https://example.org/tool-1.0.tar"',
      'https://codeberg.org/o/r/archive/1.0/tool-1.0.tar"',
    );
    const both = archive.replace(
      "      url:",
      "      // The archive is small.\n\n      // allow W205: upstream uploads nothing\n      url:",
    );
    expect((await defs(tree(both), ["check", "--strict"])).stdout).toBe(
      "checked 1 definition: no errors, 2 warnings switched off",
    );
  });

  test("lets a comment speak for a field with all that it holds, and for nothing behind it", async () => {
    const comment = "  // allow W204: upstream publishes nowhere else\n";
    expect((await defs(tree(tool.replace("  sources:", `${comment}  sources:`)), ["check"])).stdout).toBe(
      "checked 1 definition: no errors, 1 warning switched off",
    );
    const { stderr } = await defs(tree(tool.replace("  license:", `${comment}  license:`)), ["check"]);
    expect([...stderr.matchAll(/warning (W\d+)/g)].map(([, code]) => code)).toEqual(["W209", "W204"]);
  });

  test("lets no comment speak for a whole definition", async () => {
    const { stderr } = await defs(
      tree(tool.replace("export const", "// allow W204: upstream publishes nowhere else\nexport const")),
      ["check"],
    );
    expect([...stderr.matchAll(/warning (W\d+)/g)].map(([, code]) => code)).toEqual(["W209", "W204"]);
  });

  test("takes a comment that merely speaks of allowing for what it is", async () => {
    expect(
      (
        await defs(tree(allowed.replace("      // allow", "      // Allow for 3 servers one day.\n      // allow")), [
          "check",
          "--strict",
        ])
      ).exitCode,
    ).toBe(0);
  });

  test("--json gives warnings, and errors, as one array", async () => {
    const { exitCode, stdout } = await defs(tree(tool), ["check", "--json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ severity: "warning", code: "W204", file: "defs/core/tool.ts", line: 11, column: 7 }),
    ]);
    const wrong = await defs(tree(tool.replace('"ISC"', '"ICS"')), ["check", "--json"]);
    expect([wrong.exitCode, wrong.stderr]).toEqual([1, ""]);
    expect(JSON.parse(wrong.stdout)).toEqual([
      expect.objectContaining({ severity: "error", code: "E205", line: 7, column: 3 }),
    ]);
    expect((await defs(tree(tool), ["check", "--json", "--strict"])).exitCode).toBe(1);
    expect((await defs(tree(allowed), ["check", "--json"])).stdout).toBe("[]");
  });

  test("shows no warnings beside errors, and compile shows none at all", async () => {
    expect((await defs(tree(tool.replace('"ISC"', '"ICS"')), ["check"])).stderr).not.toContain("warning");
    expect((await defs(tree(tool), ["compile"])).stderr).toBe("");
  });
});

describe("the definitions of this repository", () => {
  test.each([".", "test/recipes", "test/skeleton"])(
    "in %s hold no warning that is not switched off with a reason",
    async (root) => {
      const { exitCode, stderr } = await defs(join(repository, root), ["check", "--strict"]);
      expect([exitCode, stderr]).toEqual([0, ""]);
    },
  );
});
