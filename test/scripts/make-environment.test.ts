/** What an environment may tell make, and what make does not pass on. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { repository } from "../support/compiler.js";
import { temporaryFolder } from "../support/files.js";
import { BuiltTree } from "./built-tree.js";
import { run, type Result } from "./pack-workspace.js";

/** Composes a pallet with make, for which no engine is needed. */
async function composed(env: Readonly<Record<string, string>>): Promise<{ result: Result; made: boolean }> {
  const tree = new BuiltTree({ "core-a": [], "pallet-one": ["core-a"] });
  onTestFinished(() => tree.remove());
  tree.put(
    "generated/pallet.mk",
    ".PHONY: pallet-one\npallet-one: build\n$(OUT)/linux-amd64/pallet-one/index.json: | $(OUT)/linux-amd64/core-a/index.json\n",
  );
  await tree.build("core-a", "core-a\n");
  const result = await run(["make", "-C", repository, "pallet-one"], {
    env: { ROOT: tree.root, OUT: tree.out, ENGINE: "none", ...env },
  });
  return { result, made: existsSync(join(tree.out, "linux-amd64/pallet-one/index.json")) };
}

test("what scripts tell each other does not come from outside", async () => {
  const elsewhere = join(temporaryFolder(), "layout");
  const { result, made } = await composed({
    LAYOUT: elsewhere,
    STAGEX_BAKE: "prepare",
    STAGEX_BUILD: "/nowhere",
    STAGEX_PROGRESS: "/nowhere",
    REPRODUCE_CLOCK: "/nowhere",
    REPRODUCE_HOOKS: "/nowhere",
  });
  expect([result.code, made, existsSync(elsewhere)], result.stderr).toEqual([0, true, false]);
});

test.each([
  [{ MAKEFLAGS: "i" }, "make -i is not for builds"],
  [{ MAKEFLAGS: "e" }, "make -e is not for builds"],
  [{ GNUMAKEFLAGS: "-t" }, "make -t is not for builds"],
  [{ MAKEFILES: "/nowhere.mk" }, "MAKEFILES is '/nowhere.mk'"],
])("make refuses %j", async (env, message) => {
  const { result, made } = await composed(env);
  expect([result.code, made]).toEqual([2, false]);
  expect(result.stderr).toContain(message);
});

test.each([{ MAKEFLAGS: "k" }, { MAKEFLAGS: "s -j2" }, { MAKEFLAGS: "--no-print-directory" }])(
  "make takes %j",
  async (env) => {
    const { result, made } = await composed(env);
    expect([result.code, made], result.stderr).toEqual([0, true]);
  },
);
