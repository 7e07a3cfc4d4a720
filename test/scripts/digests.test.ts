import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { BuiltTree, sha } from "./built-tree.js";

const built = new BuiltTree();
let tree: BuiltTree;
beforeAll(async () => {
  await built.buildAll();
  await built.commit();
});
afterAll(() => built.remove());
beforeEach(() => void (tree = built.copy()));
afterEach(() => tree.remove());

const pallets = "digests/linux-amd64/pallet.txt";
const note = (change: (text: string) => string): void =>
  tree.put(
    `${tree.layout("pallet-all")}/reproduced`,
    change(
      tree
        .read(`${tree.layout("pallet-all")}/record`)
        .replace(/^cache .*$/m, "cache none")
        .replace(/^input .*\n/gm, ""),
    ),
  );

test("A digest is written down only when the image was reproduced.", async () => {
  tree.put(pallets, "");
  expect(await tree.run("digests", ["write", "pallet-all"])).toMatchObject({
    code: 1,
    stdout: "wrote 0 of 1 digests\n",
    stderr: "scripts/digests: pallet-all: built only once; run make reproduce first\n",
  });
  expect((await tree.run("reproduce", ["pallet-all"])).code).toBe(0);
  expect(await tree.run("digests", ["write", "pallet-all"])).toMatchObject({
    code: 0,
    stdout: "wrote 1 of 1 digests\n",
  });
  expect(tree.read(pallets)).toBe(`${tree.digest("pallet-all").slice(7)} pallet-all\n`);
});

test.each([
  [
    "from other inputs",
    (text: string) => text.replace(/^key .*$/m, `key sha256:${sha("x")}`),
    "reproduced from other inputs",
  ],
  [
    "differently",
    (text: string) => text.replace(/^digest .*$/m, `digest sha256:${sha("x")}`),
    "came out differently the second time",
  ],
  ["with a cache", (text: string) => text.replace("cache none", "cache used"), "reproduced with a cache"],
])("An image reproduced %s is not written down.", async (_, change, message) => {
  note(change);
  const result = await tree.run("digests", ["write", "pallet-all"]);
  expect(result).toMatchObject({ code: 1, stdout: "wrote 0 of 1 digests\n" });
  expect(result.stderr).toContain(`scripts/digests: pallet-all: ${message}`);
});

test("An image is written down only after those whose layers it has.", async () => {
  const list = "digests/linux-amd64/core.txt";
  const lines = tree.read(list);
  note((text) => text);
  tree.put(list, lines.replace(/^.* core-c\n/m, ""));
  expect(await tree.run("digests", ["write", "pallet-all"])).toMatchObject({
    code: 1,
    stderr: "scripts/digests: pallet-all: made of layers of core-c, whose digest is not written down\n",
  });
  const key = "generated/pallet/all/linux-amd64.key";
  tree.put(key, `${tree.read(key)}pin core-c ${tree.digest("core-c")}\n`);
  expect((await tree.run("build", ["pallet-all"])).code).toBe(0);
  note((text) => text);
  expect(await tree.run("digests", ["write", "pallet-all"])).toMatchObject({
    code: 0,
    stdout: "wrote 1 of 1 digests\n",
  });
});

test("Writing merges: lines of other images stay, and each list is sorted.", async () => {
  tree.put(pallets, `${sha("a")} pallet-a\n${sha("old")} pallet-all\n${sha("z")} pallet-z\n`);
  note((text) => text);
  expect((await tree.run("digests", ["write", "pallet-all"])).code).toBe(0);
  expect(tree.read(pallets)).toBe(
    `${sha("a")} pallet-a\n${tree.digest("pallet-all").slice(7)} pallet-all\n${sha("z")} pallet-z\n`,
  );
  expect(
    tree
      .read("digests/provenance.txt")
      .split("\n")
      .filter((line) => line.startsWith("pallet-all@linux/amd64 ")),
  ).toEqual([expect.stringMatching(/ sha256:[0-9a-f]{64} sha256:[0-9a-f]{64} composed of layers$/)]);
});

test("Verifying tells how many of how many agree.", async () => {
  expect(await tree.run("digests", ["verify"])).toMatchObject({
    code: 0,
    stdout: "4 of 4 images agree with digests/\n",
    stderr: "",
  });
});

test.each([
  [
    "that differs",
    (text: string) => text.replace(/^.* core-b$/m, `${sha("x")} core-b`),
    /core-b: sha256:[0-9a-f]{64} was built here, sha256:[0-9a-f]{64} is written down/,
  ],
  [
    "that is not written down",
    (text: string) => text.replace(/^.* core-b\n/m, ""),
    /core-b: no digest is written down in digests\/linux-amd64\/core\.txt/,
  ],
])("Verifying fails for an image %s.", async (_, change, message) => {
  tree.put("digests/linux-amd64/core.txt", change(tree.read("digests/linux-amd64/core.txt")));
  const result = await tree.run("digests", ["verify"]);
  expect(result).toMatchObject({ code: 1, stdout: "3 of 4 images agree with digests/\n" });
  expect(result.stderr).toMatch(message);
});

test("Verifying fails for images that were not built from the present inputs.", async () => {
  tree.put("generated/core/b/Containerfile", "# changed\n");
  const result = await tree.run("digests", ["verify"]);
  expect(result).toMatchObject({ code: 1, stdout: "1 of 4 images agree with digests/\n" });
  expect(result.stderr).toContain("not current: core-b core-c pallet-all");
});

test("Goals are needed for writing, and a command that is neither is wrong use.", async () => {
  for (const options of [["write"], [], ["drop", "core-a"]]) expect((await tree.run("digests", options)).code).toBe(2);
});
