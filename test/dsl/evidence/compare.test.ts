import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asMarkdown, compareRebuilders, type Rebuilder } from "../../../dsl/evidence/comparison.js";
import { defs } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";
import { makeLayout } from "../../trust/layouts.js";
import { digestOf, evidenceTree } from "./tree.js";

const root = temporaryFolder({ onTestFinished: afterAll });
const at = (name: string): string => join(root, name);
const compare = (...args: string[]) => defs(root, ["compare", ...args], { stripFinalNewline: false });
const one = "1".repeat(64);
const two = "2".repeat(64);
let [same, other] = ["", ""];

beforeAll(async () => {
  writeFiles(root, {
    "a/linux-amd64/core.txt": `${one} core-lib\n${one} core-tool\n`,
    "b/digests/linux-amd64/core.txt": `${one} core-lib\n${two} core-tool\n`,
    "b/digests/provenance.txt": "not looked at\n",
    "c/linux-amd64/core.txt": `${one} core-tool\n${two} core-zoo\n`,
  });
  same = makeLayout(root, "out/linux-amd64/core-lib");
  makeLayout(root, "out2/linux-amd64/core-lib");
  other = makeLayout(root, "out3/linux-amd64/core-lib", { layers: ["layer one", "layer too"] });
  await evidenceTree(at("tree"));
  for (const image of ["core-lib", "core-tool"])
    writeFiles(root, { [`said/${image}.json`]: (await defs(at("tree"), ["attest", image])).stdout });
}, 120_000);

describe("defs compare", () => {
  test("says who agrees with whom, from lists of digests", async () => {
    const { stdout, stderr, exitCode } = await compare(at("a"), at("b"), `carol=${at("c")}`);
    expect([stderr, exitCode]).toEqual(["", 1]);
    expect(stdout).toBe(`agree  linux/amd64 core-lib sha256:${one} a, b
differ linux/amd64 core-tool
  sha256:${one} a, carol
  sha256:${two} b
alone  linux/amd64 core-zoo sha256:${two} carol
1 images agree, 1 differ, 1 are in one place only
`);
  });

  test("hashes layouts anew, and names the first layer that differs", async () => {
    const agree = await compare(at("out"), at("out2"));
    expect([agree.stdout, agree.exitCode]).toEqual([
      `agree  linux/amd64 core-lib sha256:${same} out, out2\n1 images agree, 0 differ, 0 are in one place only\n`,
      0,
    ]);
    const { stdout, exitCode } = await compare(at("out"), at("out3"), "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      rebuilders: [
        { name: "out", kind: "layouts", images: 1 },
        { name: "out3", kind: "layouts", images: 1 },
      ],
      agree: 0,
      alone: 0,
      differ: 1,
      images: [
        {
          image: "core-lib",
          platform: "linux/amd64",
          verdict: "differ",
          groups: [{ digest: `sha256:${same}` }, { digest: `sha256:${other}` }].sort((x, y) =>
            x.digest < y.digest ? -1 : 1,
          ),
          first: { between: ["out", "out3"], about: "layer 2" },
        },
      ],
    });
  });

  test("compares attestations with digests, and their inputs with each other", async () => {
    const withDigests = await compare(at("said"), at("tree"));
    expect(withDigests.stdout).toContain(
      `agree  linux/amd64 core-lib ${digestOf("core-lib@linux/amd64")} said, tree\n`,
    );
    const changed = readFileSync(at("said/core-lib.json"), "utf8")
      .replace(digestOf("core-lib@linux/amd64").slice(7), two)
      .replace("ab".repeat(32), "cd".repeat(32));
    writeFileSync(at("changed.json"), changed);
    const { stdout } = await compare(at("said"), at("changed.json"));
    expect(stdout).toContain(
      `  first difference: dependency lib.txt: ${"ab".repeat(32)} (said), ${"cd".repeat(32)} (changed.json)\n`,
    );
  });

  test("prints a table for a pull request, what differs first", async () => {
    const { stdout } = await compare(at("a"), at("b"), at("c"), "--format", "markdown");
    expect(stdout).toBe(`1 images agree, 1 differ, 1 are in one place only

| | image | platform | digest and who found it |
| --- | --- | --- | --- |
| differ | core-tool | linux/amd64 | \`111111111111\` a, c<br>\`222222222222\` b |
| agree | core-lib | linux/amd64 | \`111111111111\` a, b |
| alone | core-zoo | linux/amd64 | \`222222222222\` c |
`);
  });

  test("is not content with images that only one has", async () => {
    const { stdout, exitCode } = await compare(at("out"), at("c"));
    expect(stdout).toContain("0 images agree, 0 differ, 3 are in one place only");
    expect(exitCode).toBe(1);
  });

  test.each([
    [
      "a list with a line of another form",
      "bad/linux-amd64/core.txt",
      `${one} core-lib\nshort core-tool\n`,
      "bad",
      /bad\/linux-amd64\/core\.txt:2:1 - error E604: '<64 lower-case/,
    ],
    ["a file that is no attestation", "bad.json", "{}", "bad.json", /bad\.json:1:1 - error E604: not the envelope/],
    [
      "a folder of something else",
      "empty/file",
      "",
      "empty",
      /empty:1:1 - error E604: holds neither layouts, nor digests/,
    ],
    [
      "a list whose folder names no platform",
      "core.txt",
      `${one} core-lib\n`,
      "core.txt",
      /core\.txt:1:1 - error E604: the folder of a list/,
    ],
    [
      "a layout with other bytes",
      "out4/linux-amd64/core-lib/index.json",
      "{}",
      "out4",
      /out4\/linux-amd64\/core-lib\/index\.json:1:1 - error E604: /,
    ],
  ])("%s is refused at its place", async (_, file, text, path, message) => {
    writeFiles(root, { [file]: text });
    const { stdout, stderr, exitCode } = await compare(at("a"), at(path));
    expect([stdout, exitCode]).toEqual(["", 1]);
    expect(stderr).toMatch(message);
  });

  test.each([
    [["a"], /the results of two rebuilders or more/],
    [["a", "absent"], /absent: not found/],
    [["a", "x=a", "x=b"], /two are called 'x'/],
  ])("%j is wrong use", async (args, message) => {
    const { stdout, stderr, exitCode } = await compare(
      ...args.map((arg) => arg.replace(/(?:^|=)(\w+)$/, (all, name: string) => all.replace(name, at(name)))),
    );
    expect([stdout, exitCode]).toEqual(["", 2]);
    expect(stderr).toMatch(message);
  });
});

test("nothing of a file or a name makes up markup of a table", () => {
  const of = (name: string, digest: string): Rebuilder => ({
    name,
    kind: "attestation",
    images: new Map([["core-a@linux/amd64", { digest: `sha256:${digest}`, details: new Map([["<b>|", digest]]) }]]),
  });
  const table = asMarkdown(compareRebuilders([of("a|b", one), of("c`d", two)]));
  expect(table).toContain("a\\|b<br>");
  expect(table).toContain("c\\`d");
  expect(table).toContain("\\<b\\>\\|: 1");
});
