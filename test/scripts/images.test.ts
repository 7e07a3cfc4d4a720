import { expect, onTestFinished, test } from "vitest";
import { BuiltTree } from "./built-tree.js";

/** A pallet of a pallet of a pallet, all built; no engine is needed to compose them. */
async function composed(): Promise<BuiltTree> {
  const tree = new BuiltTree({ "core-a": [], "pallet-one": ["core-a"], "pallet-two": ["pallet-one"], "pallet-three": ["pallet-two"] });
  onTestFinished(() => tree.remove());
  tree.put("generated/pallet.mk", [["three", "pallet-two"], ["two", "pallet-one"], ["one", "core-a"]].map(([name, need]) => `$(OUT)/linux-amd64/pallet-${name}/index.json: | $(OUT)/linux-amd64/${need}/index.json\n`).join(""));
  await tree.build("core-a", "core-a\n");
  expect((await tree.run("images", ["all"])).code).toBe(0);
  return tree;
}

/** What scripts/images builds for goals without cache, in order. */
async function builtAgain(tree: BuiltTree, ...goals: string[]): Promise<string[]> {
  const { code, stderr } = await tree.run("images", goals, { NOCACHE: "1" });
  expect(code).toBe(0);
  return [...stderr.matchAll(/^(\S+): building$/gm)].map(([, name]) => name!);
}

test("without cache, an image between two that are named is not built again", async () => {
  const tree = await composed();
  expect(await builtAgain(tree, "pallet-three", "pallet-one")).toEqual(["pallet-one", "pallet-three"]);
});

test("without cache, an image between two that are named is built again when the lower one came out otherwise", async () => {
  const tree = await composed();
  await tree.build("core-a", "another\n");
  expect(await builtAgain(tree, "pallet-three", "pallet-one")).toEqual(["pallet-one", "pallet-two", "pallet-three"]);
});
