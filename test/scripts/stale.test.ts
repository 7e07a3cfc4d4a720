import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { images, keyTree, putIndex, runStale, type KeyTree } from "./key-tree.js";

const other = `sha256:${"9".repeat(64)}`;

async function builtTree(): Promise<KeyTree> {
  const tree = await keyTree();
  for (const image of images) await tree.build(image);
  return tree;
}

describe("scripts/stale", () => {
  test("lists nothing when every record matches", async () => {
    const tree = await builtTree();
    expect(await tree.stale()).toEqual([]);
  });

  test("lists every image of a fresh tree, each after what it needs", async () => {
    const tree = await keyTree();
    const listed = (await tree.stale()).map((line) => line.split(" ")[0]!);
    expect([...listed].sort()).toEqual([...images].sort());
    for (const [image, needs] of [
      ["core-tool", "core-zlib"],
      ["core-tool", "bootstrap-base"],
      ["pallet-tools", "core-tool"],
    ] as const)
      expect(listed.indexOf(image)).toBeGreaterThan(listed.indexOf(needs));
  });

  test("finds a patch that changed at the same size and the same time", async () => {
    const tree = await builtTree();
    const patch = join(tree.root, "defs/core/tool/one.patch");
    const { atime, mtime, size } = statSync(patch);
    writeFileSync(patch, readFileSync(patch, "utf8").replace("+new", "+NEW"));
    utimesSync(patch, atime, mtime);
    expect(statSync(patch).size).toBe(size);
    const result = await runStale(tree.root, []);
    expect(result.stdout).toBe(
      "core-tool linux/amd64 inputs changed\npallet-tools linux/amd64 may change with core-tool",
    );
    expect(result.stderr).toContain("defs/core/tool/one.patch is not what generated/ was compiled from");
  });

  test("does not mind new times of unchanged files", async () => {
    const tree = await builtTree();
    for (const file of [
      "defs/core/tool/one.patch",
      "generated/core/tool/Containerfile",
      "out/linux-amd64/core-zlib/index.json",
    ])
      utimesSync(join(tree.root, file), 1, 1);
    expect(await tree.stale()).toEqual([]);
  });

  test("rebuilds nothing above a dependency that was rebuilt to the same digest", async () => {
    const tree = await builtTree();
    tree.edit("defs/core/zlib.ts", "autotools()", 'autotools({ configure: ["--static"] })');
    await tree.compile();
    expect(await tree.stale()).toEqual([
      "core-zlib linux/amd64 inputs changed",
      "core-tool linux/amd64 may change with core-zlib",
      "pallet-tools linux/amd64 may change with core-tool",
    ]);
    await tree.build("core-zlib");
    expect(await tree.stale()).toEqual([]);
  });

  test("rebuilds what stands on a dependency that was rebuilt to another digest", async () => {
    const tree = await builtTree();
    await tree.build("core-zlib", other);
    expect(await tree.stale()).toEqual([
      "core-tool linux/amd64 inputs changed",
      "pallet-tools linux/amd64 may change with core-tool",
    ]);
  });

  test("does not believe the record of another image than the one that lies there", async () => {
    const tree = await builtTree();
    putIndex(tree.root, "pallet-tools", other);
    expect(await tree.stale()).toEqual(["pallet-tools linux/amd64 not built yet"]);
  });

  test("does not believe an image without a record", async () => {
    const tree = await builtTree();
    rmSync(join(tree.root, "out/linux-amd64/pallet-tools/record"));
    expect(await tree.stale()).toEqual(["pallet-tools linux/amd64 not built yet"]);
  });

  test("looks only at what the goals need", async () => {
    const tree = await keyTree();
    expect((await tree.stale("core-zlib")).map((line) => line.split(" ")[0])).toEqual([
      "bootstrap-base",
      "core-filesystem",
      "core-zlib",
    ]);
  });

  test.each(["tool", "hammer", "core-tool"])("takes %s for core-tool", async (goal) => {
    const tree = await builtTree();
    await tree.build("core-zlib", other);
    expect(await tree.stale(goal)).toEqual(["core-tool linux/amd64 inputs changed"]);
  });

  test("refuses a goal that is no image", async () => {
    const tree = await builtTree();
    const result = await runStale(tree.root, ["core-tol"]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain("'core-tol'");
  });

  test("does not take an image for current whose patch is missing, and says so", async () => {
    const tree = await builtTree();
    rmSync(join(tree.root, "defs/core/tool/two.patch"));
    const result = await runStale(tree.root, []);
    expect(result.exitCode !== 0 || result.stdout.startsWith("core-tool ")).toBe(true);
    expect(result.stderr).toContain("two.patch");
  });

  test("asks for a compile when there is no generated tree", async () => {
    const tree = await keyTree();
    rmSync(join(tree.root, "generated"), { recursive: true });
    const result = await runStale(tree.root, []);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain("defs compile");
  });
});
