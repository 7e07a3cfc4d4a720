import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { repository } from "../support/compiler.js";
import { readFiles, writeFiles } from "../support/files.js";
import { BuiltTree } from "./built-tree.js";
import { rawStream } from "./pack-stream.js";
import { run, type Result } from "./pack-workspace.js";

let tree: BuiltTree;
beforeEach(() => (tree = new BuiltTree()));
afterEach(() => tree.remove());

const baked = "out/.bake/linux-amd64/core-a";
/** What a builder leaves. */
const bakes = (): void => writeFiles(tree.root, { [`${baked}/rootfs.tar`]: rawStream([{ name: "file", data: "core-a\n" }]), [`${baked}/builder`]: "v0.25.1 remote far\n" });
const prepare = (): Promise<Result> => tree.run("build", ["core-a"], { STAGEX_BAKE: "prepare", ENGINE: "none" });
const adopt = (): Promise<Result> => tree.run("build", ["core-a"], { STAGEX_BAKE: "adopt", ENGINE: "none" });

describe("scripts/bake", () => {
  test.each([
    [[], "usage: scripts/bake PLAN"],
    [["one", "two"], "usage: scripts/bake PLAN"],
    [["/nowhere"], "/nowhere is no plan; write one with `defs plan --to /nowhere`"],
  ])("refuses %j", async (words, message) => {
    const { code, stderr } = await tree.run("bake", words);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  test("refuses an output that is not absolute", async () => {
    writeFiles(tree.root, { "plan/waves.txt": "", "plan/docker-bake.json": "{}" });
    const { code, stderr } = await tree.run("bake", [join(tree.root, "plan")], { OUT: "out" });
    expect(stderr).toContain("OUT must be absolute");
    expect(code).toBe(2);
  });

  test("says so before anything is gathered when no builder can be reached", async () => {
    await prepare();
    const before = readFiles(join(tree.root, "out/.bake"));
    writeFiles(tree.root, { "plan/waves.txt": "1 core-a linux/amd64 build\n", "plan/docker-bake.json": "{}" });
    const { code, stderr } = await tree.run("bake", [join(tree.root, "plan")], { BUILDERS: "nowhere", BUILDX_CONFIG: join(tree.root, "buildx"), DOCKER_HOST: "unix:///nowhere" });
    expect(stderr).toMatch(/^scripts\/bake: (docker buildx is not installed|the builder nowhere does not answer: )/);
    expect(code).toBe(1);
    expect(readFiles(join(tree.root, "out/.bake"))).toEqual(before);
  });
});

describe("builds are dealt", () => {
  /** Gives images to builders, as `<builder> <image> <platform>`. */
  const deal = (builders: string, images: string): Promise<Result> => {
    writeFiles(tree.root, { builders, images });
    return run(["sh", "-euc", '. "$1/scripts/lib/builders.sh"; work=$2; deal "$2/images"', "sh", repository, tree.root]);
  };

  test("in turn", async () => {
    const { stdout } = await deal("one v1 remote linux/amd64\ntwo v1 remote linux/amd64,linux/amd64/v2\n", "core-a linux/amd64\ncore-b linux/amd64\ncore-c linux/amd64\n");
    expect(stdout).toBe("one core-a linux/amd64\ntwo core-b linux/amd64\none core-c linux/amd64\n");
  });

  test("to machines that run their platform", async () => {
    const { stdout } = await deal("one v1 remote linux/amd64\ntwo v1 kubernetes linux/arm64\n", "core-a linux/arm64\ncore-b linux/arm64\ncore-c linux/386\n");
    expect(stdout).toBe("two core-a linux/arm64\ntwo core-b linux/arm64\none core-c linux/386\n");
  });

  test("or not at all when there is none", async () => {
    const { code, stderr } = await deal("one v1 remote linux/amd64\n", "core-a linux/arm64\n");
    expect(stderr).toContain("core-a: no builder is for linux/arm64");
    expect(code).toBe(1);
  });
});

describe("a build that is baked", () => {
  test("is prepared with its Containerfile, its key and nothing else", async () => {
    expect((await prepare()).code).toBe(0);
    expect([...readFiles(join(tree.root, baked))]).toEqual([
      ["Containerfile", "# core-a\n"],
      ["contexts", ""],
      ["key", await tree.keyText("core-a")],
    ]);
    expect(existsSync(join(tree.root, baked, "context/files"))).toBe(true);
  });

  test("gets the digest that make gives the same files, and a record that signing refuses", async () => {
    await tree.build("core-a", "core-a\n");
    const digest = tree.digest("core-a");
    tree.define("core-a", "# core-a again\n");
    await prepare();
    bakes();
    const { code, stderr } = await adopt();
    expect(stderr).toContain(`core-a: ${digest}`);
    expect(code).toBe(0);
    expect(tree.digest("core-a")).toBe(digest);
    expect(tree.read(`${tree.layout("core-a")}/record`).split("\n").slice(0, 4)).toEqual([`digest ${digest}`, "origin baked", "engine buildkit v0.25.1 remote far", "cache used"]);
    expect((await tree.run("digests", ["write", "core-a"])).stderr).toContain("core-a: baked, not built here");
  });

  test("is not prepared again while it is current", async () => {
    await tree.build("core-a", "core-a\n");
    expect((await prepare()).code).toBe(0);
    expect(existsSync(join(tree.root, baked))).toBe(false);
  });

  test("is not adopted when its inputs changed meanwhile", async () => {
    await prepare();
    bakes();
    tree.define("core-a", "# changed\n");
    const { code, stderr } = await adopt();
    expect(stderr).toContain("core-a: its inputs changed while it was baked");
    expect(code).toBe(1);
    expect(existsSync(join(tree.root, tree.layout("core-a"), "record"))).toBe(false);
  });

  test("is not adopted when nothing was baked", async () => {
    await prepare();
    const { code, stderr } = await adopt();
    expect(stderr).toContain("it was prepared, but not baked");
    expect(code).toBe(1);
  });
});

describe("the time of a build", () => {
  const noted = "out/linux-amd64/pallet-all/seconds";
  const compose = (env: Record<string, string> = {}): Promise<Result> => {
    tree.put("out/linux-amd64/pallet-all/record", "none\n");
    return tree.run("build", ["pallet-all"], env);
  };

  test("is noted beside the image", async () => {
    await tree.buildAll();
    expect(tree.read(noted)).toMatch(/^\d+\n$/);
  });

  test("is not replaced by a shorter one that a cache may explain", async () => {
    await tree.buildAll();
    tree.put(noted, "100000\n");
    await compose();
    expect(tree.read(noted)).toBe("100000\n");
    await compose({ NOCACHE: "1" });
    expect(tree.read(noted)).not.toBe("100000\n");
  });
});
