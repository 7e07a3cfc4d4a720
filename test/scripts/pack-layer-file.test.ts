import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { layerOf } from "./pack-format.js";
import { type Result, discard, imageOptions, pack, run, workspace } from "./pack-workspace.js";

let directory = "";
beforeAll(async () => {
  directory = await workspace();
});
afterAll(() => discard(directory));

describe("A layer made elsewhere is refused", () => {
  const canonical = layerOf([
    { type: "file", path: "a", mode: "0644", uid: 0, gid: 0, text: "a\n" },
    { type: "symlink", path: "l", uid: 0, gid: 0, target: "a" },
  ]);
  const tar = (...options: string[]) => ["tar", "-cf", join(directory, "own.tar"), "-C", join(directory, "own"), ...options];
  const fixed = ["--format=gnu", "--numeric-owner", "--owner=0", "--group=0", "--mtime=@315619200", "--mode=u=rwX,go=rX"];

  async function take(): Promise<Result> {
    const args = [...(await imageOptions(directory, "x")), "--layer-file", join(directory, "own.tar"), join(directory, "x")];
    return pack(args);
  }

  beforeAll(() => run(["sh", "-c", 'mkdir -p "$1/own/d"; cd "$1/own"; echo b >b; echo a >a; echo c >d/c', "sh", directory]));

  const cases: [string, string[]][] = [
    ["with another time", [...fixed, "--mtime=@1", "--sort=name", "."]],
    ["with user names", [...fixed.filter((option) => option !== "--numeric-owner"), "--owner=root:0", "--sort=name", "."]],
    ["in another order", [...fixed, "--no-recursion", ".", "./b", "./a", "./d", "./d/c"]],
    ["with ./ before each name", [...fixed, "--sort=name", "."]],
    ["in another format", [...fixed, "--format=ustar", "--no-recursion", ".", "a", "b", "d", "d/c"]],
    ["with PAX records", [...fixed, "--format=posix", "--no-recursion", ".", "a", "b", "d", "d/c"]],
    ["with more padding", [...fixed, "--blocking-factor=40", "--no-recursion", ".", "a", "b", "d", "d/c"]],
    ["with another mode of the root", [...fixed, "--mode=0700", "--no-recursion", ".", "a", "b", "d", "d/c"]],
    ["without its root", [...fixed, "--no-recursion", "a", "b", "d", "d/c"]],
  ];
  test.each(cases)("%s", async (_title, options) => {
    expect((await run(tar(...options))).stderr).toBe("");
    const result = await take();
    expect(result.stderr).toContain("not in canonical form");
    expect(result.code).toBe(1);
  });

  test.each([
    ["type bits in a mode", 512 + 100, "0100644\0"],
    ["another symbolic link mode", 1536 + 100, "0000755\0"],
    ["a user name", 512 + 265, "root"],
    ["a device number", 512 + 329, "0000000\0"],
    ["bytes behind a name", 512 + 50, "x"],
    ["a base-256 uid", 512 + 108, "\x80\0\0\0\0\0\0\0"],
    ["padding that is not zero", 1024 + 300, "x"],
  ])("for %s", async (_title, offset, text) => {
    const bytes = Buffer.from(canonical);
    bytes.write(text, offset, "latin1");
    const start = offset - (offset % 512);
    const block = bytes.subarray(start, start + 512);
    if (start !== 1024) {
      block.write("        ", 148);
      block.write(`${block.reduce((total, byte) => total + byte, 0).toString(8).padStart(6, "0")}\0 `, 148);
    }
    await writeFile(join(directory, "own.tar"), bytes);
    const result = await take();
    expect(result.stderr).toContain("not in canonical form");
    expect(result.code).toBe(1);
  });

  test("not if it is canonical, and not for its owners and modes", async () => {
    await run(tar(...fixed, "--owner=1000", "--mode=0500", "--no-recursion", "a", "b", "d", "d/c"));
    const own = await readFile(join(directory, "own.tar"));
    await writeFile(join(directory, "own.tar"), Buffer.concat([layerOf([]).subarray(0, 512), own.subarray(0, -512)]));
    expect(await take()).toMatchObject({ code: 0, stderr: "" });
  });
});
