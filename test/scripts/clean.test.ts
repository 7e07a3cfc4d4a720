import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, linkSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { BuiltTree } from "./built-tree.js";

const built = new BuiltTree();
let tree: BuiltTree;
beforeAll(() => built.buildAll());
afterAll(() => built.remove());
beforeEach(() => void (tree = built.copy()));
afterEach(() => tree.remove());

/** Every file of the tree but locks and the streams that the tests built from. */
function files(): string[] {
  const all = readdirSync(tree.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return all
    .map((entry) => join(entry.parentPath, entry.name).slice(tree.root.length + 1))
    .filter((name) => !name.includes("/.lock/"))
    .sort();
}

/** Leaves behind what killed builds and comparisons leave: 2 MiB. */
function litter(): void {
  tree.put(`${tree.layout("core-a")}/blobs/sha256/${"0".repeat(64)}`, "a".repeat(1 << 20));
  tree.put(`${tree.layout("core-a")}/pack.tmp.1/blobs/b`, "b".repeat(1 << 20));
  tree.put(`${tree.layout("core-a")}/record.tmp`, "");
  tree.put("out/.work/linux-amd64-core-b.abcdef/rootfs.tar", "");
  tree.put("out/.work/preseed.abcdef/fetched/index.json", "");
  tree.put("out/.bake/linux-amd64/core-b/rootfs.tar", "");
  tree.put("out/.log/linux-amd64-core-b.log", "");
  tree.put("out/.reproduce/linux-amd64/core-c/index.json", "");
}
const counts =
  "  1 blobs that no image reaches\n  1 logs\n  5 rests of killed builds\n  1 second images of make reproduce\n";

test("Only what nothing needs is removed, and how much that is is told.", async () => {
  rmSync(join(tree.out, ".log"), { recursive: true, force: true });
  const before = files();
  litter();
  expect(await tree.run("clean", [])).toMatchObject({ code: 0, stderr: "", stdout: `${counts}freed 2.0 MiB\n` });
  expect(files()).toEqual(before);
  expect((await tree.run("stale", [])).stdout).toBe("");
  expect(await tree.run("clean", [])).toMatchObject({ code: 0, stdout: "freed 0.0 MiB\n" });
});

test("A dry run says the same and removes nothing.", async () => {
  rmSync(join(tree.out, ".log"), { recursive: true, force: true });
  litter();
  const before = files();
  expect(await tree.run("clean", ["--dry-run"])).toMatchObject({ code: 0, stdout: `${counts}would free 2.0 MiB\n` });
  expect(files()).toEqual(before);
});

test("A file that another image has, too, frees nothing.", async () => {
  litter();
  linkSync(join(tree.root, tree.layout("core-a"), "blobs/sha256", "0".repeat(64)), join(tree.root, "elsewhere"));
  expect((await tree.run("clean", [])).stdout).toContain("freed 1.0 MiB\n");
  expect(tree.has("elsewhere")).toBe(true);
});

test("What belongs to an image that is being built is left.", async () => {
  litter();
  mkdirSync(join(tree.out, ".lock"), { recursive: true });
  const builder = spawn("flock", [join(tree.out, ".lock/linux-amd64-core-a"), "sh", "-c", "echo locked; read end"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(builder.stdout, "data");
  const result = await tree.run("clean", []);
  builder.stdin.end();
  await once(builder, "close");
  expect(result.stderr).toBe("linux-amd64-core-a: left as it is, because it is being built\n");
  expect(tree.has(`${tree.layout("core-a")}/pack.tmp.1/blobs/b`)).toBe(true);
  expect(existsSync(join(tree.out, ".work/linux-amd64-core-b.abcdef"))).toBe(false);
});

test("A folder that is no whole image is left for make to build again.", async () => {
  rmSync(join(tree.root, tree.layout("core-a"), "index.json"));
  litter();
  const result = await tree.run("clean", []);
  expect(result.stderr).toBe(
    `${join(tree.root, tree.layout("core-a"))}: left alone, because the image is incomplete; build it again\n`,
  );
  expect(tree.has(`${tree.layout("core-a")}/blobs/sha256/${"0".repeat(64)}`)).toBe(true);
});

test("A tree in which nothing was built has nothing to remove.", async () => {
  rmSync(tree.out, { recursive: true });
  expect(await tree.run("clean", [])).toMatchObject({ code: 0, stdout: "freed 0.0 MiB\n", stderr: "" });
  expect(existsSync(tree.out)).toBe(false);
});

test("An unknown word is wrong use.", async () => {
  expect(await tree.run("clean", ["all"])).toMatchObject({ code: 2, stderr: "usage: scripts/clean [--dry-run]\n" });
  expect(await tree.run("clean", [], { OUT: "out" })).toMatchObject({
    code: 2,
    stderr: "scripts/clean: OUT must be absolute, not out\n",
  });
});
