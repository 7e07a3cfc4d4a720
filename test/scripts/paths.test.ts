import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { repository } from "../support/compiler.js";
import { BuiltTree } from "./built-tree.js";
import { run, type Result } from "./pack-workspace.js";

/** Composes a pallet with make, in an OUT of this name: no engine is needed for that. */
async function composed(name: string): Promise<{ result: Result; made: boolean }> {
  const tree = new BuiltTree({ "core-a": [], "pallet-one": ["core-a"] });
  onTestFinished(() => tree.remove());
  const out = join(tree.root, name);
  tree.put(
    "generated/pallet.mk",
    ".PHONY: pallet-one\npallet-one: build\n$(OUT)/linux-amd64/pallet-one/index.json: | $(OUT)/linux-amd64/core-a/index.json\n",
  );
  await tree.build("core-a", "core-a\n", out);
  const result = await run(["make", "-C", repository, "pallet-one"], {
    env: { ROOT: tree.root, OUT: out, ENGINE: "none" },
  });
  return { result, made: existsSync(join(out, "linux-amd64/pallet-one/index.json")) };
}

test.each(["plain", "R&D", "a~b", "~a", "a+b", "a-b", "-a", "a.b", "_", "Jürgen", "a&&b", "&"])(
  "make takes an OUT that is called %j",
  async (name) => {
    const { result, made } = await composed(name);
    expect([result.code, made], result.stderr).toEqual([0, true]);
  },
);

test.each([...` !"#$%'()*,:;<=>?@[\\]^\`{|}`].map((letter) => [`a${letter}b`]))(
  "an OUT that is called %j is refused by its name, at the start",
  async (name) => {
    const { result, made } = await composed(name.replace(/\$/g, "$$$$"));
    expect(made).toBe(false);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/paths with .*, such as .*a..?b; |OUT is '.*a.b'|OUT must be absolute, not/);
    expect(result.stdout + result.stderr).not.toMatch(/^(?:HOME|PATH)=/m);
  },
);
