import { execa } from "execa";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { compileInto, repository } from "../support/compiler.js";
import { temporaryFolder } from "../support/files.js";
import { keyText, putBuilt, putIndex, runStale } from "./key-tree.js";

/** core-cross (linux/amd64) is built on bootstrap-early with bootstrap-helper, both for linux/386; the second one is pinned. */
const sample = join(repository, "test/samples/dependency-of-another-platform");
const scripts = join(repository, "scripts");
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const [early, helper, libc] = [digest("a"), digest("c"), digest("b")];

let root = "";
beforeEach(async () => {
  root = temporaryFolder({ from: sample, onTestFinished });
  await compileInto(root);
});

const build = (image: string, platform: string, found: string): Promise<void> =>
  putBuilt(scripts, root, image, platform, found);
const crossKey = (): Promise<string> => keyText(scripts, root, "core-cross", "linux/amd64");
const scriptOn = (platform: string, name: string, ...words: readonly string[]) =>
  execa(join(scripts, name), words, {
    env: { STAGEX_ROOT: root, OUT: join(root, "out"), ENGINE: "none", PLATFORM: platform },
    reject: false,
  });
const script = (name: string, ...words: readonly string[]) => scriptOn("linux/amd64", name, ...words);

async function buildAll(): Promise<void> {
  await build("bootstrap-early", "linux/386", early);
  await build("bootstrap-libc", "linux/386", libc);
  await build("bootstrap-helper", "linux/386", helper);
  await build("core-cross", "linux/amd64", digest("d"));
}

describe("a goal", () => {
  test.each([
    ["linux/amd64", "tool", ["bootstrap-early linux/386", "bootstrap-libc linux/amd64", "core-tool linux/amd64"]],
    ["linux/386", "tool", ["bootstrap-early linux/386", "bootstrap-libc linux/386", "core-tool linux/386"]],
    ["linux/arm64", "helper", ["bootstrap-helper linux/386"]],
  ])("on %s, means %s on that platform, or where it is built for others only", async (platform, goal, images) => {
    const { stdout } = await scriptOn(platform, "stale", goal);
    expect(
      stdout
        .split("\n")
        .map((line) => line.split(" ").slice(0, 2).join(" "))
        .sort(),
    ).toEqual([...images].sort());
  });

  test("on a platform that there is not, is an error", async () => {
    expect(await scriptOn("linux/mips", "stale", "tool")).toMatchObject({
      exitCode: 2,
      stderr: "scripts/stale: PLATFORM is linux/386, linux/amd64 or linux/arm64, not linux/mips",
    });
  });
});

describe("a dependency of another platform", () => {
  test("enters the key with its platform and the digest of the image that lies there", async () => {
    await buildAll();
    const lines = (await crossKey()).split("\n").filter((line) => /^(?:context|pin) /.test(line));
    expect(lines).toEqual([
      `context bootstrap-early@linux/386 ${early}`,
      `context bootstrap-helper@linux/386 ${helper}`,
      `context bootstrap-libc@linux/386 ${libc}`,
      `pin bootstrap-helper@linux/386 ${helper}`,
    ]);
  });

  test("is missing when only the image of the own platform is there", async () => {
    putIndex(root, "bootstrap-early", early);
    expect(await crossKey()).toContain("context bootstrap-early@linux/386 missing");
  });

  test("is built first when a goal needs it, and no other platform's image with it", async () => {
    const { stdout } = await runStale(root, ["cross"]);
    expect(stdout.split("\n").map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "bootstrap-early linux/386",
      "bootstrap-helper linux/386",
      "bootstrap-libc linux/386",
      "core-cross linux/amd64",
    ]);
  });

  test("makes an image stale when it came out differently, and not before", async () => {
    await buildAll();
    expect((await runStale(root, ["cross"])).stdout).toBe("");
    putIndex(root, "bootstrap-libc", digest("e"), "linux/386");
    expect((await runStale(root, ["cross"])).stdout).toBe(
      "bootstrap-libc linux/386 not built yet\ncore-cross linux/amd64 may change with bootstrap-libc@linux/386",
    );
  });

  test("is named by why-rebuild with its platform", async () => {
    await buildAll();
    await build("bootstrap-early", "linux/386", digest("f"));
    expect((await script("why-rebuild", "cross")).stdout).toContain("core-cross -> bootstrap-early");
  });

  test("goes to the engine when it is the pinned image", async () => {
    await buildAll();
    expect((await script("build", "core-cross")).stderr).toBe("");
    await build("bootstrap-early", "linux/386", digest("f"));
    expect((await script("build", "core-cross")).stderr).toContain("no container engine found");
  });

  test("is refused when it is not the pinned image", async () => {
    await buildAll();
    putIndex(root, "bootstrap-helper", digest("9"), "linux/386");
    const { stderr, exitCode } = await script("build", "core-cross");
    expect(stderr).toContain(
      `bootstrap-helper@linux/386 is pinned to ${helper}, but ${join(root, "out")} has another image`,
    );
    expect(exitCode).toBe(1);
  });

  test("is exported with the image that is built on it", async () => {
    await buildAll();
    const text = 'root=$1 here=$2; . "$here/lib/goals.sh"; goal_closure "" cross';
    const { stdout } = await execa("sh", ["-c", text, "sh", root, scripts]);
    expect(stdout.split("\n")).toEqual([
      "bootstrap-early linux/386 bootstrap/early",
      "bootstrap-helper linux/386 bootstrap/helper",
      "bootstrap-libc linux/386 bootstrap/libc",
      "core-cross linux/amd64 core/cross",
    ]);
  });
});
