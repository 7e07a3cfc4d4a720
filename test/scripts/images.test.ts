import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { repository } from "../support/compiler.js";
import { BuiltTree } from "./built-tree.js";
import { run } from "./pack-workspace.js";

/** A pallet of a pallet of a pallet, all built; no engine is needed to compose them. */
async function composed(): Promise<BuiltTree> {
  const tree = new BuiltTree({
    "core-a": [],
    "pallet-one": ["core-a"],
    "pallet-two": ["pallet-one"],
    "pallet-three": ["pallet-two"],
  });
  onTestFinished(() => tree.remove());
  tree.put(
    "generated/pallet.mk",
    [
      ["three", "pallet-two"],
      ["two", "pallet-one"],
      ["one", "core-a"],
    ]
      .map(([name, need]) => `$(OUT)/linux-amd64/pallet-${name}/index.json: | $(OUT)/linux-amd64/${need}/index.json\n`)
      .join(""),
  );
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

test.each([
  [["two"], "pallet-one linux/amd64 not built yet\npallet-two linux/amd64 not built yet\n"],
  [["check", "two"], "scripts/check two\n"],
  [["reproduce", "two", "VARY=tz"], "pallet-one linux/amd64 not built yet\npallet-two linux/amd64 not built yet\n"],
])("make -n %s says what would be done, and does nothing", async (goals, said) => {
  const tree = await composed();
  for (const name of ["one", "two", "three"]) rmSync(join(tree.out, `linux-amd64/pallet-${name}`), { recursive: true });
  const { code, stdout, stderr } = await run([
    "make",
    "-n",
    "-C",
    repository,
    `ROOT=${tree.root}`,
    `OUT=${tree.out}`,
    ...goals,
  ]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(said);
  expect(readdirSync(join(tree.out, "linux-amd64"))).toEqual(["core-a"]);
});

describe("before anything is fetched or built,", () => {
  test.each([
    ["out", 2, "scripts/images: OUT must be absolute, not out\n"],
    [
      "/tmp/a b",
      2,
      "scripts/images: make cannot take paths with blanks or any of : % # $ \\, such as /tmp/a b; choose other ones with ROOT and OUT\n",
    ],
    [
      "/tmp/100%",
      2,
      "scripts/images: make cannot take paths with blanks or any of : % # $ \\, such as /tmp/100%; choose other ones with ROOT and OUT\n",
    ],
    ["/dev/null/out", 1, "scripts/images: cannot write to /dev/null/out; choose another place with OUT\n"],
  ])("OUT=%s is refused", async (out, code, stderr) => {
    const tree = new BuiltTree();
    onTestFinished(() => tree.remove());
    expect(await tree.run("images", ["all"], { OUT: out })).toMatchObject({ code, stderr });
  });

  test.each([
    ["fetch", "ROOT=/tmp/a b"],
    ["all", "OUT=/tmp/a b"],
    ["clean", "ROOT="],
  ])("make %s %s is refused, whatever a script would make of it", async (goal, setting) => {
    const { code, stdout, stderr } = await run(["make", "-C", repository, goal, setting]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: expect.not.stringContaining("building") });
    expect(stderr).toContain("and make cannot take paths that are empty or have blanks; choose another place");
  });

  test.each(["images", "stale", "build", "check", "preseed", "digests", "why-rebuild", "clean", "ddc"])(
    "scripts/%s refuses a tree that is no directory",
    async (script) => {
      const words = { build: ["core-a"], preseed: ["/"], digests: ["verify"], clean: [] }[script] ?? ["all"];
      const result = await run([join(repository, "scripts", script), ...words], { env: { STAGEX_ROOT: "/nowhere" } });
      expect(result).toMatchObject({
        code: 2,
        stderr: `scripts/${script}: /nowhere is not a directory; ROOT is the folder that holds generated/\n`,
      });
    },
  );

  test.each(["images", "stale", "check", "preseed", "digests", "why-rebuild", "reproduce"])(
    "scripts/%s refuses a truncated list of images",
    async (script) => {
      const tree = new BuiltTree();
      onTestFinished(() => tree.remove());
      const whole = tree.read("generated/images.txt");
      const words = { preseed: ["/"], digests: ["verify"] }[script] ?? ["all"];
      for (const text of ["", whole.slice(0, whole.indexOf("core-c "))]) {
        tree.put("generated/images.txt", text);
        const { code, stdout, stderr } = await tree.run(script, words);
        expect(stderr).toMatch(
          new RegExp(
            `^scripts/(${script}|stale): ${tree.root}/generated/images.txt: incomplete, no line for generated/(core|pallet)/\\w+/linux-amd64.key; run \`defs compile\`\n`,
          ),
        );
        expect(stdout).toBe("");
        expect(code).not.toBe(0);
      }
    },
  );

  test("make push without a registry is refused", async () => {
    const { code, stderr } = await run(["make", "-C", repository, "push", "core-a"], {
      env: { REGISTRY: "registry.example/of-the-environment" },
    });
    expect(stderr).toContain("make push takes REGISTRY=HOST/PATH");
    expect(code).toBe(2);
  });
});

test.each(["why-rebuild", "stale", "images"])(
  "scripts/%s does not take an empty word for nothing to do",
  async (script) => {
    const tree = new BuiltTree();
    onTestFinished(() => tree.remove());
    const { code, stderr } = await tree.run(script, [""]);
    expect(stderr).toContain("nothing is called ''; see `make help`");
    expect(code).not.toBe(0);
  },
);

test("make -q ends with 0 where all is current, with 1 where something is to be built, and builds nothing", async () => {
  const tree = await composed();
  const ask = async (...goals: string[]): Promise<number | null> =>
    (await run(["make", "-q", "-C", repository, ...goals], { env: { ROOT: tree.root, OUT: tree.out, ENGINE: "none" } }))
      .code;
  expect([await ask(), await ask("pallet-two"), await ask("all")]).toEqual([0, 0, 0]);
  rmSync(join(tree.out, "linux-amd64/pallet-two"), { recursive: true });
  expect([await ask(), await ask("pallet-two"), await ask("pallet-one")]).toEqual([1, 1, 0]);
  expect(readdirSync(join(tree.out, "linux-amd64"))).not.toContain("pallet-two");
  expect(await ask("nothing-of-this-name")).not.toBe(0);
});
