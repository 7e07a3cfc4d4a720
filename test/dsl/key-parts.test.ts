import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileTree, repository } from "../support/compiler.js";
import { temporaryFolder } from "../support/files.js";

/** The static keys of a sample, by path; `change` edits one of its definitions first, and must find what it edits. */
async function keysOf(
  sample: string,
  file?: string,
  change?: (text: string) => string,
): Promise<Record<string, string>> {
  const root = temporaryFolder({ from: join(repository, "test/samples", sample) });
  if (file !== undefined && change !== undefined) {
    const before = readFileSync(join(root, file), "utf8");
    expect(change(before)).not.toBe(before);
    writeFileSync(join(root, file), change(before));
  }
  const { tree } = await compileTree(root);
  return Object.fromEntries([...tree].filter(([path]) => path.endsWith(".key")));
}

const key = (name: string): string => `generated/core/${name}/linux-amd64.key`;

// What the tree of test/scripts/key.test.ts has no package for; that one tells ingredient by ingredient what a key holds.
describe("the key of an image", () => {
  test("does not hold its tests", async () => {
    const changed = await keysOf("image-tests", "defs/core/tool.ts", (text) => text.replace("--version", "--help"));
    expect(changed).toEqual(await keysOf("image-tests"));
  });

  test("does not hold the outputs that are cut from it, and an output's holds its own files alone", async () => {
    const [before, changed] = [
      await keysOf("outputs"),
      await keysOf("outputs", "defs/core/tool.ts", (text) => text.replace("/usr/share/tool", "/usr/share/tools")),
    ];
    expect(changed[key("tool")]).toBe(before[key("tool")]);
    expect(changed[key("tool-library")]).toBe(before[key("tool-library")]);
    expect(changed[key("tool-data")]).not.toBe(before[key("tool-data")]);
  });

  test("holds the digest that a dependency is pinned to, and not the version that was checked here", async () => {
    const before = await keysOf("pins");
    const digest = await keysOf("pins", "defs/core/digest.ts", (text) => text.replace(/c{64}/, "d".repeat(64)));
    expect(digest[key("digest")]).not.toBe(before[key("digest")]);
    const tag = await keysOf("pins", "defs/core/tag.ts", (text) =>
      text.replace('pin(tool, { tag: "1.0" })', "tool").replace(", pin", ""),
    );
    expect(tag).toEqual(before);
  });

  test("holds the content of the package's files, its licence list and its vendored set", async () => {
    const files = await keysOf("recipe-copy", "defs/core/layout/tool.conf", (text) => text.replace("none", "red"));
    expect(files[key("layout")]).not.toBe((await keysOf("recipe-copy"))[key("layout")]);
    const licences = await keysOf("licences", "defs/core/tool.ts", (text) => text.replace('"lib/COPYING", ', ""));
    expect(licences[key("tool")]).not.toBe((await keysOf("licences"))[key("tool")]);
    const vendored = await keysOf("recipe-cargo", "defs/core/tool/crates.json", (text) =>
      text.replace(/1{64}/, "3".repeat(64)),
    );
    expect(vendored[key("tool")]).toContain(`source ${"3".repeat(64)} itoa-1.0.11.crate`);
  });
});
