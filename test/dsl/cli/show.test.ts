import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defs, repository } from "../../support/compiler.js";
import { temporaryFolder } from "../../support/files.js";

const skeleton = join(repository, "test/skeleton");

describe("defs show", () => {
  test("tells of one image on one screen", async () => {
    const { stdout, exitCode } = await defs(skeleton, ["show", "core-zlib"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^core-zlib 1\.3\.1\n/);
    expect(stdout).toMatch(/^needed by +pallet-compression$/m);
    expect(stdout).toMatch(/^linux\/amd64 +no digest is written down$/m);
    expect(stdout.split("\n").length).toBeLessThan(40);
  });

  test("gives the same as JSON", async () => {
    const { stdout } = await defs(skeleton, ["show", "core-zlib", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ name: "core-zlib", version: "1.3.1", dependents: 1 });
  });

  test("claims no protections of what stage3 compiles, and those of the recipe for the rest", async () => {
    const root = temporaryFolder({ from: skeleton });
    expect((await defs(root, ["show", "core-zlib"])).stdout).toMatch(/^hardening +stackProtector, /m);
    const change = (from: string, to: string, edit: (text: string) => string): void =>
      writeFileSync(join(root, to), edit(readFileSync(join(root, from), "utf8")));
    change("defs/bootstrap/debian.ts", "defs/bootstrap/stage3.ts", (text) =>
      text.replace("const debian", "const stage3").replace("bootstrap-debian", "bootstrap-stage3"),
    );
    change("defs/core/zlib.ts", "defs/core/zlib.ts", (text) =>
      text.replace(
        'debian as toolchain } from "../bootstrap/debian.js"',
        'stage3 as toolchain } from "../bootstrap/stage3.js"',
      ),
    );
    const { stdout, stderr } = await defs(root, ["show", "core-zlib"]);
    expect([stderr, stdout]).toEqual([
      "",
      expect.stringMatching(/^hardening +none by its recipe: stage3 compiles it$/m),
    ]);
  });

  test("refuses a line of digests/ that is none, as every reader of it does", async () => {
    const root = temporaryFolder({ from: skeleton });
    mkdirSync(join(root, "digests/linux-amd64"), { recursive: true });
    writeFileSync(join(root, "digests/linux-amd64/core.txt"), `${"a".repeat(63)} core-zlib\n`);
    for (const words of [
      ["show", "core-zlib"],
      ["site", "--to", join(root, "site")],
    ]) {
      const { stdout, stderr, exitCode } = await defs(root, words);
      expect([stdout, exitCode]).toEqual(["", 1]);
      expect(stderr).toContain("digests/linux-amd64/core.txt:1:1 - error E504: ");
    }
    expect(existsSync(join(root, "site"))).toBe(false);
  });

  test("of what is no image names the nearest", async () => {
    const { stdout, stderr, exitCode } = await defs(skeleton, ["show", "zlib"]);
    expect([stdout, exitCode, stderr]).toEqual(["", 2, "defs: there is no image 'zlib'; did you mean 'core-zlib'?"]);
  });
});

describe("the filters of defs list", () => {
  test.each([
    [["--stage", "pallet"], "pallet-compression"],
    [["--license", "zlib", "--stage", "core"], "core-zlib"],
    [["--text", "COMPRESSION library", "--stage", "core"], "core-zlib"],
    [["--platform", "linux/arm64"], ""],
  ])("%j choose", async (words, names) => {
    const { stdout, exitCode } = await defs(skeleton, ["list", "--short", ...words]);
    expect([stdout, exitCode]).toEqual([names, 0]);
  });

  test("the wide form has licence and file, JSON the licence", async () => {
    const wide = await defs(skeleton, ["list", "--wide", "--text", "zlib", "--stage", "core"]);
    expect(wide.stdout).toMatch(/^core-zlib {2}1\.3\.1 {2}amd64 {2}defs\/core\/zlib\.ts {2}\S.* {2}Zlib$/);
    const none = await defs(skeleton, ["list", "--license", "nothing"]);
    expect([none.stdout, none.stderr, none.exitCode]).toEqual(["", "none of 5 images is as asked", 0]);
    const { stdout } = await defs(skeleton, ["list", "--json", "--text", "zlib", "--stage", "core"]);
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ name: "core-zlib", stage: "core", license: "Zlib" }),
    ]);
    expect((await defs(skeleton, ["list", "--wide", "--short"])).exitCode).toBe(2);
  });

  test("a stage that there is not is refused with those that there are", async () => {
    const { stderr, exitCode } = await defs(skeleton, ["list", "--stage", "cor"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Allowed choices are bootstrap, core, user, pallet");
  });
});

describe("defs graph", () => {
  const lines = async (...words: string[]): Promise<string> => {
    const { stdout, stderr } = await defs(skeleton, ["graph", ...words]);
    return stdout + stderr;
  };

  test("has a short and a wide form, a line per image", async () => {
    expect(await lines("core-zlib", "--format", "short")).toBe(
      "bootstrap-debian:\ncore-filesystem: bootstrap-debian\ncore-zlib: bootstrap-debian core-filesystem",
    );
    expect(await lines("core-zlib", "--format", "wide", "--stage", "core")).toBe(
      "core-filesystem:\ncore-zlib: core-filesystem (imageBase)",
    );
  });

  test("draws what the filters leave, and only lines between these", async () => {
    const { images, edges } = JSON.parse(await lines("--license", "zlib")) as {
      images: { name: string }[];
      edges: { from: string; to: string }[];
    };
    const names = images.map(({ name }) => name);
    expect(names).toEqual(["core-zlib", "pallet-compression"]);
    expect(edges).toEqual([{ from: "pallet-compression", to: "core-zlib", kind: "members" }]);
    expect(await lines("--format", "dot", "--stage", "core")).not.toContain("bootstrap");
  });

  test("answers and filters go together where that means something", async () => {
    expect(await lines("--dependents", "core-filesystem", "--stage", "core")).toBe(
      "core-bzip2 (directly)\ncore-zlib (directly)\n2 of 3 images are built with core-filesystem",
    );
    expect(await lines("--affected", "HEAD", "--text", "zlib")).toBe(
      "defs: --affected asks about the whole graph: leave out --text",
    );
  });
});

test("on a terminal with few lines a pager shows the list, in lines no longer than it, and where there is no pager it is printed", () => {
  const run = (pager: string): string =>
    execFileSync(
      "script",
      [
        "-qec",
        `stty rows 3 cols 40; ${process.execPath} ${repository}/bin/defs.js --root ${skeleton} list`,
        "/dev/null",
      ],
      {
        encoding: "utf8",
        env: { ...process.env, PAGER: pager },
      },
    );
  const paged = run("sed s/^/paged:/").split(/\r?\n/);
  expect(paged).toContainEqual(expect.stringMatching(/^paged:core-zlib .{29}…$/));
  expect(run("no-such-pager-here 2>/dev/null")).toMatch(/^core-zlib/m);
});
