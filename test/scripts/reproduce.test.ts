import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { BuiltTree } from "./built-tree.js";

const built = new BuiltTree();
let tree: BuiltTree;
beforeAll(() => built.buildAll());
afterAll(() => built.remove());
beforeEach(() => void (tree = built.copy()));
afterEach(() => tree.remove());

test("A composed image is made again without any engine, and what agreed is noted.", async () => {
  const result = await tree.run("reproduce", ["pallet-all"]);
  expect(result).toMatchObject({ code: 0, stdout: `pallet-all: reproduced ${tree.digest("pallet-all")}\n` });
  const record = tree.read(`${tree.layout("pallet-all")}/record`).split("\n");
  const noted = tree.read(`${tree.layout("pallet-all")}/reproduced`).split("\n");
  expect(noted).toContain(record.find((line) => line.startsWith("key ")));
  expect(noted).toContain("cache none");
  expect(existsSync(join(tree.out, ".reproduce/linux-amd64/pallet-all"))).toBe(false);
});

test("What the caller has is varied one by one; what needs an engine is told as not varied.", async () => {
  const result = await tree.run("reproduce", ["pallet-all"], { VARY: "locale,tz,umask,cwd,engine,cpus,time" });
  expect(result.code).toBe(0);
  const lines = result.stdout.split("\n").slice(0, -1);
  expect(lines.slice(0, 4)).toEqual(["locale", "tz", "umask", "cwd"].map((kind) => `pallet-all, ${kind}: reproduced ${tree.digest("pallet-all")}`));
  expect(lines.slice(4).map((line) => line.replace(/(not varied: ).*/, "$1"))).toEqual(["engine", "cpus", "time"].map((kind) => `pallet-all, ${kind}: not varied: `));
});

test("An image that comes out differently is an error that names the first path, and both are kept.", async () => {
  await tree.build("pallet-all", "not composed\n");
  const first = tree.digest("pallet-all");
  const result = await tree.run("reproduce", ["pallet-all"]);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(`scripts/reproduce: pallet-all: ${first} came out as ${built.digest("pallet-all")}; both are kept`);
  expect(result.stderr).toContain("  first difference: file\n");
  expect(tree.digest("pallet-all")).toBe(first);
  expect(existsSync(join(tree.out, ".reproduce/linux-amd64/pallet-all/index.json"))).toBe(true);
  expect(tree.has(`${tree.layout("pallet-all")}/reproduced`)).toBe(false);
});

test("An image that cannot be built again is an error, and leaves the first one as it was.", async () => {
  const result = await tree.run("reproduce", ["core-a"], { ENGINE: "none" });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain("scripts/reproduce: core-a: could not be built again\n");
  expect(tree.digest("core-a")).toBe(built.digest("core-a"));
  expect(tree.has(`${tree.layout("core-a")}/reproduced`)).toBe(false);
});

test("An image that is not current is not reproduced.", async () => {
  tree.put("generated/core/a/Containerfile", "# changed\n");
  const result = await tree.run("reproduce", ["core-b"]);
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/scripts\/reproduce: not built yet: core-a core-b ; run make first\n$/);
});

test("An unknown kind of variation is wrong use.", async () => {
  const result = await tree.run("reproduce", ["pallet-all"], { VARY: "locale,moon" });
  expect(result.code).toBe(2);
  expect(result.stderr).toContain("VARY knows no 'moon'; it takes locale,");
});
