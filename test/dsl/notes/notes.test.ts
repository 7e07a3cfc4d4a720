import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareTrees, type Noted, renderNotes } from "../../../dsl/notes/notes.js";
import { defs, repository } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";
import { git } from "../../support/git.js";

const image = (version: string, digest?: string, sources: string[] = []): Noted => ({
  version,
  sources,
  provides: [],
  entrypoint: undefined,
  digests: new Map(digest === undefined ? [] : [["linux/amd64", digest]]),
});

test("commands that are gone and entrypoints that changed are told to users, also of an image that moved", () => {
  const before = new Map([
    ["core-a", { ...image("1"), provides: ["a", "b", "c"], entrypoint: "/usr/bin/a" }],
    ["user-b", { ...image("1"), entrypoint: "/usr/bin/b" }],
    ["core-c", { ...image("1"), provides: ["c"] }],
  ]);
  const after = new Map([
    ["core-a", { ...image("1"), provides: ["b", "d"], entrypoint: "/usr/bin/d" }],
    ["core-b", image("1")],
    ["core-c", { ...image("1"), provides: ["c"] }],
  ]);
  expect(renderNotes("Release 2", compareTrees(before, after, new Map()))).toContain(
    [
      "## For users",
      "",
      "- core-a: no longer brings a, c",
      "- core-a: entrypoint was /usr/bin/a, is /usr/bin/d",
      "- core-b: entrypoint was /usr/bin/b, is none",
      "",
    ].join("\n"),
  );
});

test("an image is in one list alone, with the reasons that commits gave", () => {
  const before = new Map([
    ["core-a", image("1", "x")],
    ["core-b", image("1", "x")],
    ["core-c", image("1")],
    ["user-d", image("1", "x")],
    ["user-old", image("1", "x", ["s"])],
    ["user-gone", image("3", "x", ["t"])],
  ]);
  const after = new Map([
    ["core-a", image("2", "y")],
    ["core-b", image("1", "y")],
    ["core-c", image("1", "first")],
    ["core-d", image("1", "x")],
    ["user-new", image("1", "x", ["s"])],
    ["user-e", image("1")],
  ]);
  const notes = compareTrees(before, after, new Map([["core-a", ["Update a", "Fix a_b", "Update a"]]]));
  expect(renderNotes("Release 2", notes)).toBe(
    [
      "# Release 2",
      "",
      "## New",
      "",
      "- user-e 1",
      "",
      "## Updated",
      "",
      "- core-a 1 -> 2",
      "  - Update a",
      "  - Fix a\\_b",
      "",
      "## Rebuilt",
      "",
      "- core-b 1 has another digest",
      "",
      "## Moved",
      "",
      "- user-d is called core-d now",
      "- user-old is called user-new now",
      "",
      "## Removed",
      "",
      "- user-gone 3",
      "",
    ].join("\n"),
  );
});

describe("defs release notes", () => {
  let root = "";
  const commit = (subject: string): void => {
    git(root, "add", "-A", "generated", "digests", "releases");
    git(root, "commit", "-q", "-m", subject);
  };
  const edit = (file: string, from: RegExp, to: string): void =>
    writeFiles(root, { [file]: readFileSync(join(root, file), "utf8").replaceAll(from, to) });

  beforeAll(() => {
    root = temporaryFolder({ from: join(repository, "test/skeleton"), onTestFinished: afterAll });
    writeFiles(root, { "digests/linux-amd64/core.txt": `${"1".repeat(64)} core-zlib\n`, "releases/1.json": "{}\n" });
    git(root, "init", "-q", ".");
    commit("first");
    edit("generated/graph.json", /"version": "1\.3\.1"/g, '"version": "1.3.2"');
    edit("generated/core/zlib/Containerfile", /^# core-zlib 1\.3\.1/g, "# core-zlib 1.3.2");
    commit("Update zlib, which mends a hole");
    writeFiles(root, { "releases/2.json": "{}\n", "digests/linux-amd64/core.txt": `${"2".repeat(64)} core-zlib\n` });
    commit("Write down what came out");
  });

  test("tells by numbers what changed and why", async () => {
    const { stdout, stderr, exitCode } = await defs(root, ["release", "notes", "1", "2"]);
    expect([stderr, exitCode]).toEqual(["", 0]);
    expect(stdout).toBe(
      "# Release 2, since 1\n\n## Updated\n\n- core-zlib 1.3.1 -> 1.3.2\n  - Update zlib, which mends a hole\n  - Write down what came out",
    );
  });

  test("tells by revisions, and as JSON", async () => {
    const { stdout } = await defs(root, ["release", "notes", "HEAD~1", "HEAD", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      updated: [],
      rebuilt: [{ name: "core-zlib", reasons: ["Write down what came out"] }],
    });
  });

  test.each([
    [["9", "2"], "git knows no release 9 here"],
    [["--", "--output=x", "HEAD"], "git knows no revision '--output=x' here"],
    [["HEAD"], "missing required argument 'to'"],
  ])("%j is refused", async (words, said) => {
    const { stdout, stderr, exitCode } = await defs(root, ["release", "notes", ...words]);
    expect([stdout, exitCode, stderr]).toEqual(["", 2, expect.stringContaining(said)]);
  });
});
