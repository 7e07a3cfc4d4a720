import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { defs } from "../support/compiler.js";
import { BuiltTree, sha } from "./built-tree.js";
import { run } from "./pack-workspace.js";

const scripts = fileURLToPath(new URL("../../scripts/", import.meta.url));
const built = new BuiltTree();
let tree: BuiltTree;
beforeAll(() => built.buildAll());
afterAll(() => built.remove());
beforeEach(() => void (tree = built.copy()));
afterEach(() => tree.remove());

const why = async (...goals: string[]): Promise<string> => (await tree.run("why-rebuild", goals)).stdout;

test("An image whose inputs are those of its record is current.", async () => {
  expect(await why()).toBe("core-a: current\ncore-b: current\ncore-c: current\npallet-all: current\n");
});

test("An image that was never built, or lost its record, is told as not built.", async () => {
  writeFileSync(`${tree.root}/${tree.layout("core-a")}/record`, "");
  expect(await why("core-a")).toBe("core-a: not built yet\n");
  expect(await why("core-b")).toBe("core-b: core-a: not built yet\n  path  core-b -> core-a\n");
});

test("A record of another image than the one that lies there does not count.", async () => {
  tree.put(`${tree.layout("core-c")}/record`, tree.read(`${tree.layout("core-b")}/record`));
  expect(await why("c")).toBe("core-c: the image that lies there is not the one of its record\n");
});

test("A changed file is named with both hashes.", async () => {
  tree.put("generated/core/a/Containerfile", "# changed\n");
  expect(await why("core-a")).toBe(
    `core-a: file generated/core/a/Containerfile differs\n  was   ${sha("# core-a\n")}\n  is    ${sha("# changed\n")}\n`,
  );
});

test("A change far below is found, with the path that leads there.", async () => {
  tree.put("generated/core/a/Containerfile", "# changed\n");
  expect(await why("pallet-all")).toContain(
    "pallet-all: core-a: file generated/core/a/Containerfile differs\n  path  pallet-all -> core-c -> core-b -> core-a\n  was   ",
  );
});

test("An added, a removed and a changed flag are told as such, the first one only.", async () => {
  tree.define("core-b", "# core-b\n", ["flag hostname=sandbox", "flag ulimit=nofile=1:1"]);
  expect(await why("core-b")).toBe("core-b: flag hostname differs\n  was   not there\n  is    sandbox\n");
  await tree.build("core-b", "core-b\n");
  tree.define("core-b", "# core-b\n", ["flag hostname=other", "flag ulimit=nofile=1:1"]);
  expect(await why("core-b")).toBe("core-b: flag hostname differs\n  was   sandbox\n  is    other\n");
  tree.define("core-b", "# core-b\n", ["flag ulimit=nofile=1:1"]);
  expect(await why("core-b")).toBe("core-b: flag hostname differs\n  was   sandbox\n  is    not there\n");
});

test("Inputs that only changed places are told.", async () => {
  tree.define("core-b", "# core-b\n", ["flag one=1", "flag two=2"]);
  await tree.build("core-b", "core-b\n");
  tree.define("core-b", "# core-b\n", ["flag two=2", "flag one=1"]);
  expect(await why("core-b")).toBe("core-b: flag one differs\n  was   1\n  is    in another place of the order\n");
});

test("A dependency that came out otherwise leads to the input that had changed before it was built again.", async () => {
  tree.put("generated/core/a/Containerfile", "# changed\n");
  await tree.build("core-a", "other\n");
  const said = await why("core-b");
  expect(said).toBe(
    `core-b: core-a: file generated/core/a/Containerfile was changed before its last build\n  path  core-b -> core-a\n  was   ${sha("# core-a\n")}\n  is    ${sha("# changed\n")}\n`,
  );
  await tree.build("core-b", "other b\n");
  expect(await why("core-c")).toContain(
    "core-c: core-a: file generated/core/a/Containerfile was changed before its last build\n  path  core-c -> core-b -> core-a\n",
  );
});

test("A dependency that came out otherwise from the same inputs is not reproducible, and that is said.", async () => {
  const before = tree.digest("core-a");
  await tree.build("core-a", "other\n");
  expect(await why("core-b")).toBe(
    `core-b: core-a: came out differently from the same inputs; see \`make reproduce core-a\`\n  path  core-b -> core-a\n  was   ${before} by podman 5.8.6\n  is    ${tree.digest("core-a")} by podman 5.8.6\n`,
  );
});

test("An image whose digest is written down for its recipe is current, whatever lies below it.", async () => {
  const work = "$(mktemp -d)";
  const recipe = await run([
    "sh",
    "-c",
    `here=${scripts} root=${tree.root} out=${tree.out} work=${work}; . "$here/lib/key.sh"; . "$here/lib/recipe.sh"; hash_all; recipe core-c linux/amd64; rm -r "$work"`,
  ]);
  rmSync(`${tree.root}/${tree.layout("core-b")}`, { recursive: true });
  expect(await why("core-c")).toBe("core-c: core-b: not built yet\n  path  core-c -> core-b\n");
  tree.put(
    "digests/provenance.txt",
    `core-c@linux/amd64 ${tree.digest("core-c")} recipe ${recipe.stdout.trim()} one, other\n`,
  );
  expect(await why("core-c")).toBe("core-c: current\n");
  expect((await tree.run("stale", ["core-c"])).stdout).not.toContain("core-c");
});

test("Programs get the same as JSON, from the script and from defs.", async () => {
  tree.put("generated/core/a/Containerfile", "# changed\n");
  const cause = {
    image: "core-a",
    message: "file generated/core/a/Containerfile differs",
    was: sha("# core-a\n"),
    is: sha("# changed\n"),
  };
  const wanted = [
    { image: "core-a", platform: "linux/amd64", current: false, cause: { ...cause, path: ["core-a"] } },
    { image: "core-b", platform: "linux/amd64", current: false, cause: { ...cause, path: ["core-b", "core-a"] } },
  ];
  expect(JSON.parse(await why("--json", "a", "b"))).toEqual(wanted);
  const { stdout, exitCode } = await defs(tree.root, ["why-rebuild", "--json", "a", "b"], { env: { OUT: tree.out } });
  expect([exitCode, JSON.parse(stdout)]).toEqual([0, wanted]);
  await tree.build("core-a", "core-a\n");
  expect(JSON.parse(await why("--json", "a"))).toEqual([{ image: "core-a", platform: "linux/amd64", current: true }]);
});

test("Values with quotes and backslashes stay JSON.", async () => {
  tree.define("core-b", "# core-b\n", ['flag hostname=a"b\\c']);
  expect(JSON.parse(await why("--json", "b"))).toMatchObject([{ cause: { was: "not there", is: 'a"b\\c' } }]);
});

test("A goal that names nothing is an error.", async () => {
  const result = await tree.run("why-rebuild", ["core-z"]);
  expect(result.code).toBe(2);
  expect(result.stderr).toBe("scripts/why-rebuild: nothing is called 'core-z'; see `make help`\n");
});
