import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../support/files.js";
import { BuiltTree, sha } from "./built-tree.js";
import { run } from "./pack-workspace.js";

const scripts = fileURLToPath(new URL("../../scripts/", import.meta.url));
const built = new BuiltTree();
let tree: BuiltTree;
beforeAll(() => built.buildAll());
afterAll(() => built.remove());
beforeEach(() => void (tree = built.copy()));
afterEach(() => tree.remove());

test("A composed image is made again without any engine, and what agreed is noted.", async () => {
  const result = await tree.run("reproduce", ["pallet-all"]);
  expect(result).toMatchObject({ code: 0, stdout: `pallet-all: reproduced ${tree.digest("pallet-all")}\n` });
  const record = tree.read(`${tree.layout("pallet-all")}/record`).split("\n");
  const noted = tree.read(`${tree.layout("pallet-all")}/reproduced`).split("\n");
  expect(noted).toContain(record.find((line) => line.startsWith("key ")));
  expect(noted).toContain("cache none");
  expect(existsSync(join(tree.out, ".reproduce/linux-amd64/pallet-all"))).toBe(false);
});

test("What the caller has is varied one by one; what needs an engine is told as not varied.", async () => {
  const result = await tree.run("reproduce", ["pallet-all"], { VARY: "locale,tz,umask,cwd,engine,cpus,priority,time" });
  expect(result.code).toBe(0);
  const lines = result.stdout.split("\n").slice(0, -1);
  expect(lines.slice(0, 4)).toEqual(
    ["locale", "tz", "umask", "cwd"].map((kind) => `pallet-all, ${kind}: reproduced ${tree.digest("pallet-all")}`),
  );
  expect(lines.slice(4).map((line) => line.replace(/(not varied: ).*/, "$1"))).toEqual(
    ["engine", "cpus", "priority", "time"].map((kind) => `pallet-all, ${kind}: not varied: `),
  );
});

test("An image that comes out differently is an error that names the first path, and both are kept.", async () => {
  await tree.build("pallet-all", "not composed\n");
  const first = tree.digest("pallet-all");
  const result = await tree.run("reproduce", ["pallet-all"]);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(
    `scripts/reproduce: pallet-all: ${first} came out as ${built.digest("pallet-all")}; both are kept`,
  );
  expect(result.stderr).toContain("  first difference: file\n");
  expect(tree.digest("pallet-all")).toBe(first);
  expect(existsSync(join(tree.out, ".reproduce/linux-amd64/pallet-all/index.json"))).toBe(true);
  expect(tree.has(`${tree.layout("pallet-all")}/reproduced`)).toBe(false);
});

/** What is said of the differences between core-a and core-b, by programs that lie in `path`. */
async function firstDifference(path: string): Promise<string> {
  const [one, other] = [tree.layout("core-a"), tree.layout("core-b")].map((layout) => join(tree.root, layout));
  const script = `set -eu; here=${scripts} work=$(mktemp -d); . "$here/lib/key.sh"; . "$here/lib/first-difference.sh"; first_difference ${one} ${other}; rm -r "$work"`;
  const { stdout, stderr, code } = await run(["/bin/sh", "-c", script], { env: { PATH: path, LC_ALL: "C" } });
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

/** A folder with the programs of a small machine: no diffoscope is among them. */
function smallMachine(): string {
  const folder = temporaryFolder();
  const found = execFileSync(
    "/bin/sh",
    ["-c", "for name in awk cat cmp cut diff head mkdir mktemp rm sed sh sha256sum tar wc; do command -v $name; done"],
    { encoding: "utf8" },
  );
  for (const program of found.trim().split("\n")) symlinkSync(program, join(folder, basename(program)));
  return folder;
}

test("Differences are named in the order of the layer, and the first is looked into.", async () => {
  await tree.build("core-a", [
    { name: "a", data: "same\n" },
    { name: "b", data: "0\n1\n2\n" },
    { name: "c", data: "one\n" },
  ]);
  await tree.build("core-b", [
    { name: "a", data: "same\n" },
    { name: "b", data: "0\n9\n2\n" },
    { name: "c", data: "two\n" },
  ]);
  const entry = (text: string): string => `-rw-r--r-- 0/0 6 sha256:${sha(text)}`;
  expect(await firstDifference(smallMachine())).toBe(
    [
      "  first difference: b",
      `  one: ${entry("0\n1\n2\n")}`,
      `  other: ${entry("0\n9\n2\n")}`,
      "  they differ from byte 3, line 2",
      "  2c2",
      "  < 1",
      "  ---",
      "  > 9",
      "  diffoscope, if it is installed, shows more",
      "  1 more differ:",
      "  c",
      "",
    ].join("\n"),
  );
});

test("A file that is not there, or another kind of file, is told without looking inside.", async () => {
  await tree.build("core-a", [
    { name: "a", data: "same\n" },
    { name: "b", data: "one\n" },
  ]);
  await tree.build("core-b", [{ name: "a", data: "same\n" }]);
  expect(await firstDifference(smallMachine())).toBe(
    `  first difference: b\n  one: -rw-r--r-- 0/0 4 sha256:${sha("one\n")}\n`,
  );
});

test.skipIf(spawnSync("diffoscope", ["--version"]).error !== undefined)(
  "diffoscope shows what differs inside the first file, where it is installed.",
  async () => {
    await tree.build("core-a", [{ name: "b", data: "0\n1\n2\n" }]);
    await tree.build("core-b", [{ name: "b", data: "0\n9\n2\n" }]);
    expect(await firstDifference(process.env["PATH"]!)).toMatch(
      /^ {2}first difference: b\n(?:.*\n)*--- in-one\/b\n(?:.*\n)*.*-1\n(?:.*\n)*.*\+9\n/,
    );
  },
);

test("An image that cannot be built again is an error, and leaves the first one as it was.", async () => {
  const result = await tree.run("reproduce", ["core-a"], { ENGINE: "none" });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain("scripts/reproduce: core-a: could not be built again\n");
  expect(tree.digest("core-a")).toBe(built.digest("core-a"));
  expect(tree.has(`${tree.layout("core-a")}/reproduced`)).toBe(false);
});

test("An image that is not current is not reproduced.", async () => {
  tree.put("generated/core/a/Containerfile", "# changed\n");
  const result = await tree.run("reproduce", ["core-b"]);
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/scripts\/reproduce: not built yet: core-a core-b; run make first\n$/);
});

test("An unknown kind of variation is wrong use.", async () => {
  const result = await tree.run("reproduce", ["pallet-all"], { VARY: "locale,moon" });
  expect(result.code).toBe(2);
  expect(result.stderr).toContain("VARY knows no 'moon'; it takes locale,");
});
