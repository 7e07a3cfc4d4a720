import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { staleImages } from "../../dsl/cli/read/stale.js";
import { digestOf, sha } from "./built-tree.js";
import type { Result } from "./pack-workspace.js";
import { SeededTree, seeds, stage3 } from "./seeded-tree.js";

const [one, other] = seeds;
const proved = new SeededTree();
let tree: SeededTree;
let taken: Result;
// What make ddc leaves behind: the notes, the digests with their recipes, and one chain; and stage3 taken from that.
beforeAll(async () => {
  for (const seed of seeds) await proved.chain(seed);
  const result = await proved.make(["ddc", `SEEDS=${one} ${other}`]);
  if (result.code !== 0) throw new Error(result.stderr);
  rmSync(join(proved.out, "ddc", other), { recursive: true });
  taken = await proved.run("preseed", [join(proved.out, "ddc", one), "stage3"]);
});
afterAll(() => proved.remove());
beforeEach(() => void (tree = proved.copy()));
afterEach(() => {
  vi.unstubAllEnvs();
  tree.remove();
});

const chain = (): string => join(tree.out, "ddc", one);
const names = (text: string): string[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(" ")[0]!);
const take = (...goals: string[]) => tree.run("preseed", [chain(), ...goals]);
const stale = async (...goals: string[]) => names((await tree.run("stale", goals)).stdout);

test("stage3 is taken from a chain with the images whose layers it has, and nothing below is needed any more.", async () => {
  expect(taken).toMatchObject({ code: 0, stdout: "3 of 3 images are there\n" });
  expect(tree.read(`${tree.layout("bootstrap-stage3")}/record`)).toMatch(
    /^origin imported\nfrom .*\nrecipe sha256:[0-9a-f]{64}$/m,
  );
  expect(await stale("core-a")).toEqual(["core-a"]);
  expect(await stale()).toEqual(["core-a", "pallet-tools"]);
  expect(await stale("stage2")).toEqual(["bootstrap-stage1", "bootstrap-stage2"]);
  expect((await tree.run("why-rebuild", ["bootstrap-stage3-tool"])).stdout).toBe("bootstrap-stage3-tool: current\n");
});

test("make builds on an anchored stage3 without going below it.", async () => {
  const result = await tree.make(["pallet-tools"]);
  expect(result).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^pallet-tools: building\npallet-tools: sha256:\w+ \(\d+ s\)\n$/) as string,
  });
  expect(existsSync(join(tree.out, "linux-amd64/bootstrap-stage1"))).toBe(false);
});

test("What was built on an anchored stage3 is current for `defs prove` with SEED, too, which chooses the seed to look for.", async () => {
  await tree.make(["pallet-tools"]);
  vi.stubEnv("SEED", one);
  expect(await stale("pallet-tools")).toContain("pallet-tools");
  expect(await staleImages(tree.root, tree.out, ["pallet-tools"])).toEqual(new Map());
  expect([...(await staleImages(tree.root, tree.out, ["core-a"])).keys()]).toEqual(["core-a@linux/amd64"]);
});

test("Without a goal, what a directory has is asked for, and what has no digest is refused.", async () => {
  rmSync(join(tree.out, "linux-amd64"), { recursive: true });
  const result = await take();
  expect(result).toMatchObject({ code: 1, stdout: "3 of 5 images are there\n" });
  expect(result.stderr).toContain("bootstrap-stage1: no digest is written down in digests/linux-amd64/bootstrap.txt");
  expect(result.stderr).toContain("bootstrap-stage2: needs what is not there: bootstrap-stage1");
});

test("A directory without images of the tree is an error.", async () => {
  mkdirSync(join(tree.root, "empty"));
  expect(await tree.run("preseed", [join(tree.root, "empty")])).toMatchObject({
    code: 1,
    stderr: `scripts/preseed: ${join(tree.root, "empty")} has no image of this tree\n`,
  });
});

test("An exported stage3 holds nothing that stood below it.", async () => {
  const to = join(tree.root, "archives");
  expect(await tree.run("preseed-export", [to, "stage3"])).toMatchObject({ code: 0 });
  expect([...stage3, "bootstrap-stage2"].map((name) => existsSync(join(to, "linux-amd64", `${name}.tar.xz`)))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test.each([
  ["the recipe changed", (text: string) => text, true],
  ["its digest was withdrawn", () => "", false],
  [
    "another digest was written down",
    (text: string) => text.replaceAll(/ sha256:\w+ recipe/g, ` sha256:${sha("x")} recipe`),
    false,
  ],
])("An import is not anchored any more when %s.", async (_, change, recipe) => {
  tree.put("digests/provenance.txt", change(tree.read("digests/provenance.txt")));
  if (recipe) tree.put("generated/bootstrap/stage2/Containerfile", "# changed\n");
  expect(await stale("core-a")).toContain("bootstrap-stage2");
  rmSync(join(tree.out, "linux-amd64"), { recursive: true });
  expect(await take("bootstrap-stage3-tool")).toMatchObject({ code: 1 });
  expect(existsSync(join(tree.out, "linux-amd64/bootstrap-stage3-tool/index.json"))).toBe(false);
});

/** generated/images.txt by its lines, a comment first. */
const listed = (): string[] => tree.read("generated/images.txt").trimEnd().split("\n");

test.each([
  [
    "an unrelated image is added",
    () => [listed()[0]!, "bootstrap-other linux/amd64 bootstrap/seed other - 1", ...listed().slice(1)],
  ],
  ["an unrelated image is removed", () => listed().filter((line) => !line.startsWith("core-a "))],
  [
    "images that do not need each other change places",
    () =>
      listed().sort(
        (a, b) => Number(b.startsWith("bootstrap-stage3-base ")) - Number(a.startsWith("bootstrap-stage3-base ")),
      ),
  ],
])("A recipe stays the same when %s.", async (_, change) => {
  const wanted = await stale("pallet-tools");
  const lines = change();
  if (!lines.some((line) => line.startsWith("core-a "))) rmSync(join(tree.root, "generated/core"), { recursive: true });
  tree.put("generated/images.txt", `${lines.join("\n")}\n`);
  expect(wanted).toEqual(["pallet-tools"]);
  expect(await stale("pallet-tools")).toEqual(wanted);
  expect((await tree.run("digests", ["verify", "stage3"])).stdout).toBe("1 of 1 images agree with digests/\n");
});

test("A recipe does not change with what stands in, and does with every input above it.", async () => {
  tree.put(
    `generated/bootstrap/stage1/linux-amd64.${one}.key`,
    tree.read(`generated/bootstrap/stage1/linux-amd64.${other}.key`),
  );
  tree.put(
    "generated/bootstrap/stage1/linux-amd64.key",
    tree.read("generated/bootstrap/stage1/linux-amd64.key").replace("network=none", "network=other"),
  );
  expect(await stale("core-a")).toEqual(["core-a"]);
  const key = "generated/bootstrap/stage2/linux-amd64.key";
  tree.put(key, tree.read(key).replace("network=none", "network=other"));
  expect(await stale("core-a")).toEqual([
    "bootstrap-stage1",
    "bootstrap-stage2",
    "bootstrap-stage3-tool",
    "bootstrap-stage3",
    "core-a",
  ]);
});

test("A chain that was made here is as good as an import where its digests are those written down, but not for SEED itself.", async () => {
  rmSync(join(tree.out, "linux-amd64"), { recursive: true });
  await tree.chain(one, tree.out);
  expect(await stale("core-a")).toEqual(["core-a"]);
  expect(await stale("bootstrap-stage1")).toEqual(["bootstrap-stage1"]);
  expect(names((await tree.run("stale", ["core-a"], { SEED: other })).stdout)).toEqual([
    "bootstrap-stage1",
    "bootstrap-stage2",
    "bootstrap-stage3-base",
    "bootstrap-stage3-tool",
    "bootstrap-stage3",
    "core-a",
  ]);
});

test("A seed of an image above stage3 leaves stage3 anchored.", async () => {
  const seed = "debian-trixie-rust";
  tree.put("generated/images.txt", tree.read("generated/images.txt").replace(/^core-a .*$/m, `$& ${seed}`));
  const key = tree
    .read("generated/core/a/linux-amd64.key")
    .replaceAll(/^(?:build|flag|file|source|layers|context) .*\n/gm, "");
  tree.put(`generated/core/a/linux-amd64.${seed}.key`, `${key}host-seed ${seed}\n`);
  const wanted = async (...goals: string[]) => names((await tree.run("stale", goals, { SEED: seed })).stdout);
  expect(await wanted("core-a")).toEqual(["core-a"]);
  expect(await wanted("pallet-tools")).toEqual(["pallet-tools"]);
  expect(await wanted("stage3")).toEqual([]);
});

test("What is named and to be built without cache is built from below, anchored or not.", async () => {
  expect(names((await tree.run("stale", ["bootstrap-stage3-tool"], { NOCACHE: "1" })).stdout)).toEqual([
    "bootstrap-stage1",
    "bootstrap-stage2",
    "bootstrap-stage3-tool",
  ]);
  expect(names((await tree.run("stale", ["all"], { NOCACHE: "1" })).stdout)).toEqual(["core-a", "pallet-tools"]);
});

test("Verifying looks at anchored images and says what it leaves out; writing leaves their lines as they are.", async () => {
  await tree.build("core-a", "core-a\n");
  await tree.run("build", ["pallet-tools"]);
  const result = await tree.run("digests", ["verify"]);
  expect(result).toMatchObject({ code: 1, stdout: "3 of 5 images agree with digests/\n" });
  expect(result.stderr).toContain("2 images that only anchored ones need are left out");
  expect(result.stderr).toContain("core-a: no digest is written down");
  const before = tree.read("digests/provenance.txt");
  expect(await tree.run("digests", ["write", "stage3"])).toMatchObject({ code: 0, stdout: "wrote 1 of 1 digests\n" });
  expect(tree.read("digests/provenance.txt")).toBe(before);
});

test("With SEED, a digest is written down only of what stands on written ones.", async () => {
  await tree.chain(one, tree.out);
  await tree.build("core-a", "core-a\n", tree.out, { SEED: one });
  for (const name of ["bootstrap-stage2", "core-a"]) {
    tree.put(`${tree.layout(name)}/reproduced`, tree.read(`${tree.layout(name)}/record`).replace(/^input .*\n/gm, ""));
  }
  expect((await tree.run("digests", ["write", "stage2"], { SEED: one })).stderr).toContain(
    `bootstrap-stage2: made with the host seed ${one}, and what it stands on is not written down`,
  );
  expect(await tree.run("digests", ["write", "core-a"], { SEED: one })).toMatchObject({
    code: 0,
    stdout: "wrote 1 of 1 digests\n",
  });
  expect(tree.read("digests/linux-amd64/core.txt")).toBe(
    `${digestOf(join(tree.out, "linux-amd64/core-a")).slice(7)} core-a\n`,
  );
});

test("SEED on make's command line reaches the builds, and one that nothing takes is an error.", async () => {
  await tree.chain(other, tree.out);
  expect(await tree.make([`SEED=${other}`, "stage3"])).toMatchObject({ code: 0, stderr: "everything is up to date\n" });
  const result = await tree.make(["SEED=debian-potato", "stage3"]);
  expect(result.code).not.toBe(0);
  expect(result.stderr).toContain("no image takes the host seed 'debian-potato'");
});

test("A stand-in without its key is an error that names the file.", async () => {
  const key = `generated/bootstrap/stage1/linux-amd64.${one}.key`;
  rmSync(join(tree.root, key));
  const result = await tree.run("build", ["bootstrap-stage1"], { SEED: one });
  expect(result.code).not.toBe(0);
  expect(result.stderr).toContain(`${key} cannot be read; run \`defs compile\``);
});
