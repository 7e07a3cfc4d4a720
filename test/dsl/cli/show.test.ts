import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defs, repository } from "../../support/compiler.js";

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

  test("a stage that there is not is refused with those that there are", async () => {
    const { stderr, exitCode } = await defs(skeleton, ["list", "--stage", "cor"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Allowed choices are bootstrap, core, user, pallet");
  });
});

test("on a terminal with few lines a pager shows the list, and where there is no pager it is printed", () => {
  const run = (pager: string): string =>
    execFileSync(
      "script",
      ["-qec", `stty rows 3; ${process.execPath} ${repository}/bin/defs.js --root ${skeleton} list`, "/dev/null"],
      {
        encoding: "utf8",
        env: { ...process.env, PAGER: pager },
      },
    );
  expect(run("sed s/^/paged:/")).toContain("paged:core-zlib");
  expect(run("no-such-pager-here 2>/dev/null")).toMatch(/^core-zlib/m);
});
