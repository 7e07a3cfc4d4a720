import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { repository } from "../support/compiler.js";
import { keyTree, putIndex, type KeyTree } from "./key-tree.js";

const pinned = `sha256:${"c".repeat(64)}`;
const other = `sha256:${"d".repeat(64)}`;

/** Runs scripts/build without an engine: what it refuses before it needs one. */
function build(tree: KeyTree, ...words: readonly string[]) {
  return execa(join(repository, "scripts/build"), words, {
    env: { STAGEX_ROOT: tree.root, OUT: join(tree.root, "out"), ENGINE: "none" },
    reject: false,
  });
}

/** A tree whose core-tool holds core-zlib at one digest, and where everything below it lies in out/. */
async function pinnedTree(zlib: string): Promise<KeyTree> {
  const tree = await keyTree();
  tree.edit("defs/core/tool.ts", "definePackage, sh }", "definePackage, pin, sh }");
  tree.edit(
    "defs/core/tool.ts",
    "buildDeps: [zlib, libc]",
    `buildDeps: [pin(zlib, { digest: { "linux/amd64": "${pinned}" } }), libc]`,
  );
  await tree.compile();
  for (const image of ["bootstrap-base", "core-filesystem", "core-libc"]) await tree.build(image);
  putIndex(tree.root, "core-zlib", zlib);
  return tree;
}

describe("scripts/build", () => {
  test("does not build on another image than the pinned one", async () => {
    const { stderr, exitCode } = await build(await pinnedTree(other), "core-tool");
    expect(stderr).toContain(`core-zlib is pinned to ${pinned}, but `);
    expect(stderr).toContain("has another image; import that one, or change the pin");
    expect(exitCode).toBe(1);
  });

  test("goes on to the engine when the pinned image is there", async () => {
    const { stderr } = await build(await pinnedTree(pinned), "core-tool");
    expect(stderr).toContain("no container engine found");
  });

  test("says which images are to be built first", async () => {
    const { stderr, exitCode } = await build(await keyTree(), "core-tool");
    expect(stderr).toMatch(/core-tool: not built yet: .*core-zlib/);
    expect(exitCode).toBe(1);
  });

  test.each([
    [["core-nothing"], "there is no such image"],
    [["core-tool", "linux/arm64"], "there is no such image for linux/arm64"],
    [[], "usage:"],
    [["../core-tool"], "usage:"],
  ])("refuses %j", async (words, message) => {
    const { stderr, exitCode } = await build(await keyTree(), ...words);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
