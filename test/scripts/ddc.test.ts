import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { digestOf, sha } from "./built-tree.js";
import { SeededTree, seeds, stage3 } from "./seeded-tree.js";

const [one, other] = seeds;
const equal = new SeededTree();
let tree: SeededTree;
beforeAll(async () => {
  for (const seed of seeds) await equal.chain(seed);
}, 60_000);
afterAll(() => equal.remove());
beforeEach(() => void (tree = equal.copy()));
afterEach(() => tree.remove());

const noted = (seed: string): string => `bootstrap/ddc/${seed}.txt`;
const ddc = (...options: string[]) => tree.make(["ddc", `SEEDS=${one} ${other}`, ...options]);
const layout = (seed: string, name: string): string => join(tree.out, "ddc", seed, "linux-amd64", name);

describe("make ddc, when two seeds came to the same stage3", () => {
  test("notes each chain file by file, with its recipe and the lists of the seed", async () => {
    expect((await ddc()).code).toBe(0);
    const [first, second] = seeds.map((seed) => tree.read(noted(seed)).split("\n"));
    expect(first![1]).toMatch(/^recipe sha256:[0-9a-f]{64}$/);
    expect(first!.filter((line) => line.startsWith("lock "))).toContain(
      `lock ${sha(readFileSync(`bootstrap/host-seeds/${one}.txt`, "utf8"))} bootstrap/host-seeds/${one}.txt`,
    );
    expect(first!.filter((line) => line.startsWith("image "))).toEqual(
      stage3.map((name) => `image ${digestOf(layout(one, name))} ${name}`),
    );
    expect(first!.filter((line) => line.startsWith("file "))).toEqual([
      "file bootstrap-stage3-base drwxr-xr-x 0/0 0 - ./",
      "file bootstrap-stage3-base lrwxrwxrwx 0/0 0 - bin -> usr/bin",
      "file bootstrap-stage3-base drwxr-xr-x 0/0 0 - usr/",
      "file bootstrap-stage3-tool drwxr-xr-x 0/0 0 - ./",
      "file bootstrap-stage3-tool drwxr-xr-x 0/0 0 - usr/",
      "file bootstrap-stage3-tool drwxr-xr-x 0/0 0 - usr/bin/",
      `file bootstrap-stage3-tool -rw-r--r-- 0/0 5 sha256:${sha("tool\n")} usr/bin/tool`,
    ]);
    const same = (lines: string[]) => lines.filter((line) => /^(recipe|image|file) /.test(line));
    expect(same(second!)).toEqual(same(first!));
  });

  test("writes down the digests of stage3 and its parts, with the recipe and the seeds, and of nothing below", async () => {
    const result = await ddc();
    expect(result.stdout).toBe(
      `bootstrap-stage3: ${digestOf(layout(one, "bootstrap-stage3"))} from each of ${one}, ${other}\n`,
    );
    expect(
      tree
        .read("digests/linux-amd64/bootstrap.txt")
        .trim()
        .split("\n")
        .map((line) => line.split(" ")[1]),
    ).toEqual([...stage3].sort());
    for (const name of stage3)
      expect(tree.read("digests/provenance.txt")).toMatch(
        new RegExp(
          `^${name}@linux/amd64 ${digestOf(layout(one, name))} recipe sha256:[0-9a-f]{64} ${one}, ${other}$`,
          "m",
        ),
      );
  });

  test("does not build a chain again that is noted, on a machine that has neither", async () => {
    await ddc();
    const clone = tree.clone();
    const result = await clone.make(["ddc", `SEEDS=${one} ${other}`]);
    expect(result).toMatchObject({
      code: 0,
      stdout: `bootstrap-stage3: ${digestOf(layout(one, "bootstrap-stage3"))} from each of ${one}, ${other}\n`,
    });
    expect(result.stderr).toContain(`${one}: noted before`);
    clone.remove();
  });

  test.each([
    ["the recipe", (text: string) => text.replace(/^recipe .*$/m, `recipe sha256:${sha("x")}`)],
    ["a list of the seed", (text: string) => text.replace(/^lock \w+ (.*\.txt)$/m, `lock ${sha("x")} $1`)],
  ])("does not believe a note of another state of %s", async (_, change) => {
    await ddc();
    tree.put(noted(one), change(tree.read(noted(one))));
    const result = await ddc();
    expect(result.code).toBe(0);
    expect(result.stderr).not.toContain(`${one}: noted before`);
    expect(tree.read(noted(one))).not.toContain(sha("x"));
  });

  test("keeps a digest that was built from stage1 itself, and refuses another one", async () => {
    const name = "bootstrap-stage3-tool";
    const line = (digest: string) =>
      `${name}@linux/amd64 ${digest} sha256:${sha("key")} podman 5.8.6; docker 28.5.2 without cache`;
    tree.put("digests/provenance.txt", `${line(digestOf(layout(one, name)))}\n`);
    expect((await ddc()).code).toBe(0);
    expect(tree.read("digests/provenance.txt")).toContain(line(digestOf(layout(one, name))));
    tree.put("digests/provenance.txt", `${line(`sha256:${sha("x")}`)}\n`);
    tree.put("digests/linux-amd64/bootstrap.txt", `${sha("x")} ${name}\n`);
    const result = await ddc();
    expect(result.code).not.toBe(0);
    expect(result.stderr).toContain(
      `scripts/ddc: ${name}: sha256:${sha("x")} is written down from a build without host seed`,
    );
    expect(tree.read("digests/linux-amd64/bootstrap.txt")).toBe(`${sha("x")} ${name}\n`);
  });
});

describe("make ddc, when a file differs", () => {
  const differing = async (files: Record<string, string>): Promise<string> => {
    await tree.finish(other, files);
    const result = await ddc();
    expect(result.code).not.toBe(0);
    expect(tree.has("digests/provenance.txt")).toBe(false);
    return result.stderr;
  };

  test("names the first file and its first different byte", async () => {
    const said = await differing({ "usr/bin/tool": "tOol\n", "usr/lib/last": "" });
    expect(said).toContain(`scripts/ddc: ${one} and ${other} differ, first in bootstrap-stage3-tool: usr/bin/tool\n`);
    expect(said).toContain(`  -rw-r--r-- 0/0 5 sha256:${sha("tOol\n")} usr/bin/tool\n`);
    expect(said).toContain("  the first different byte is 2\n");
  });

  test("says where one file ends before the other", async () => {
    expect(await differing({ "usr/bin/tool": "tool\nmore" })).toContain("  one ends after byte 5");
  });

  test("finds a name with blanks and letters beyond ASCII", async () => {
    await tree.finish(one, { "usr/a b/größe -> x": "1" });
    expect(await differing({ "usr/a b/größe -> x": "2" })).toMatch(
      /differ, first in bootstrap-stage3-tool: usr\/a b\/größe -> x\n(.*\n){2} {2}the first different byte is 1\n/,
    );
  });

  test.each([
    [{ "usr/bin/tool": "tool\n", "usr/bin/zoo": "" }, `only ${other} has usr/bin/zoo in bootstrap-stage3-tool`],
    [{ "usr/tool": "tool\n" }, `only ${one} has usr/bin/ in bootstrap-stage3-tool`],
  ])("names a file that only one has: %j", async (files, message) => {
    expect(await differing(files)).toContain(message);
  });

  test("names the file from the notes alone, where the chains are not at hand", async () => {
    await differing({ "usr/bin/tool": "tOol\n" });
    const clone = tree.clone();
    const result = await clone.make(["ddc", `SEEDS=${one} ${other}`]);
    expect(result.code).not.toBe(0);
    expect(result.stderr).toContain("first in bootstrap-stage3-tool: usr/bin/tool\n");
    expect(result.stderr).not.toContain("different byte");
    clone.remove();
  });
});

describe("make ddc refuses", () => {
  test.each([
    ["a single seed", `SEEDS=${one}`, "usage: scripts/ddc SEED SEED..."],
    ["the same seed twice", `SEEDS=${one} ${one}`, "comparing a seed with itself proves nothing"],
    [
      "a seed that nothing takes",
      `SEEDS=${one} debian-potato`,
      `no image takes the host seed 'debian-potato'; there are ${one}, ${other}`,
    ],
    ["two seeds as one", `SEEDS=${one} ${one},${other}`, `no image takes the host seed '${one},${other}'`],
    ["SEED beside SEEDS", `SEED=${other}`, "SEED is one host seed"],
    ["an image that is no image", "IMAGE=bootstrap-stage4", "nothing is called 'bootstrap-stage4'"],
    ["a goal of many images", "IMAGE=all", "more than one image"],
    ["what a seed stands in for", "IMAGE=bootstrap-stage1", "bootstrap-stage1 is what a host seed stands in for"],
  ])("%s", async (_, option, message) => {
    const result = await ddc(option);
    expect(result.code).not.toBe(0);
    expect(result.stderr).toContain(message);
    expect(existsSync(join(tree.root, "bootstrap/ddc"))).toBe(false);
  });

  test("a tree in which nothing takes a seed", async () => {
    tree.put("generated/images.txt", tree.read("generated/images.txt").replace(` ${seeds.join(",")}\n`, "\n"));
    expect((await ddc()).stderr).toContain(`no image takes the host seed '${one}'; this tree has none that takes any`);
  });

  test("commands in the names of seeds", async () => {
    const result = await ddc(
      `SEEDS=${one} $$(touch ${join(tree.root, "touched")}) ;touch ${join(tree.root, "touched")}`,
    );
    expect(result.code).not.toBe(0);
    expect(tree.has("touched")).toBe(false);
    expect(existsSync(join(tree.root, "touched"))).toBe(false);
  });

  test("a chain that was made from another seed", async () => {
    cpSync(join(tree.out, "ddc", one), join(tree.out, "ddc", other), { recursive: true });
    const result = await ddc();
    expect(result.code).not.toBe(0);
    expect(tree.has(noted(other))).toBe(false);
  });

  test("to begin without enough room, and says how much and how long", async () => {
    tree.put("bootstrap/costs.txt", "# comment\nbootstrap-stage2 7260 999999999 5\n");
    tree.put("generated/bootstrap/stage2/Containerfile", "# changed\n");
    const result = await ddc();
    expect(result.code).not.toBe(0);
    expect(result.stderr).toContain("about 4 h 2 min on two processors");
    expect(result.stderr).toMatch(/scripts\/ddc: .* has \d+ MiB free, and 1999999998 MiB are needed/);
  });
});
