import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { baseText, makeWorkspace, packageText, type Said, type Workspace } from "./cache-tree.js";

const names = ["ant", "bee", "cat", "dog", "elk", "fox"];
const patch = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
const memory = ".cache/definitions.json";

let tree: Workspace;
beforeEach(() => {
  tree = makeWorkspace();
  tree.write("defs/bootstrap/base.ts", baseText);
});
afterEach(() => tree.dispose());

/** Compiles with what the last compile left, then shows that a compile without any cache agrees to the byte. */
function expectSameAsFrozen(): void {
  const cached = tree.compile();
  const frozen = tree.compile("--frozen");
  expect(mistakes(cached)).toBe(mistakes(frozen));
  expect([cached.status, frozen.status]).toEqual(cached.status === 0 ? [0, 0] : [1, 1]);
}

function mistakes({ status, stderr }: Said): string {
  return status === 0 ? "" : stderr;
}

/** Writes the package of a number; it needs those of the numbers before it that `needs` has a bit for. */
function writePackage(index: number, version: number, needs: number, patched: boolean): void {
  const name = names[index]!;
  const used = names.slice(0, index).filter((_, bit) => (needs >> bit) & 1);
  tree.write(`defs/core/${name}.ts`, packageText(name, `1.${version}`, used, patched ? ["fix.patch"] : []));
  tree.remove(`defs/core/${name}`);
  if (patched) tree.write(`defs/core/${name}/fix.patch`, patch.replace("+b", `+${version}`));
}

const edit = fc.record({
  index: fc.nat(5),
  version: fc.nat(3),
  needs: fc.nat(31),
  patched: fc.boolean(),
  remove: fc.boolean(),
});

test("random edits give the same tree, or the same mistakes, with and without the cache", () => {
  const edits = fc.sample(edit, { numRuns: 6, seed: 20 });
  names.forEach((_, index) => writePackage(index, 0, index % 3, false));
  expectSameAsFrozen();
  for (const { index, version, needs, patched, remove } of edits) {
    if (remove && index > 2) tree.remove(`defs/core/${names[index]}.ts`);
    else writePackage(index, version, needs, patched);
    expectSameAsFrozen();
  }
});

test("a value that reaches a package through two imports changes with it", () => {
  [0, 1, 1 << 1].forEach((needs, index) => writePackage(index, 0, needs, false));
  tree.write("defs/core/bee.ts", tree.read("defs/core/bee.ts").replace('"1.0"', "antVersion"));
  expect(tree.compile().status).toBe(0);
  writePackage(0, 7, 0, false);
  expect(tree.compile().status).toBe(0);
  expect(tree.read("generated/core/cat/Containerfile")).toContain("WITH_BEE=1.7");
  expect(tree.compile("--frozen").status).toBe(0);
});

test("bytes that move from one extra file to the next are noticed", () => {
  tree.write("defs/core/ant.ts", packageText("ant", "1.0", [], ["one.patch", "two.patch"]));
  tree.write("defs/core/ant/one.patch", patch);
  tree.write("defs/core/ant/two.patch", patch);
  expect(tree.compile().status).toBe(0);
  tree.write("defs/core/ant/one.patch", patch + patch);
  tree.write("defs/core/ant/two.patch", "");
  expect(tree.compile().stderr).toContain("E214");
});

test("a mistake that shows only in an unchanged importer is found", () => {
  writePackage(0, 0, 0, false);
  writePackage(1, 0, 1, false);
  tree.write("defs/core/bee.ts", tree.read("defs/core/bee.ts").replace('"1.0"', "antVersion"));
  expect(tree.compile().status).toBe(0);
  tree.write(
    "defs/core/ant.ts",
    tree.read("defs/core/ant.ts").replace(': string = "1.0"', ": string | undefined = undefined"),
  );
  const cached = tree.compile();
  expect(cached.stderr).toMatch(/defs\/core\/bee\.ts:\d+:\d+ - error TS2322/);
  expect(cached.stderr).toBe(tree.compile("--frozen").stderr);
});

test("a type that leaves no trace in the emitted text still ties a definition to the file that it comes from", () => {
  writePackage(0, 0, 0, false);
  writePackage(1, 0, 0, false);
  tree.write("defs/core/ant.ts", `${tree.read("defs/core/ant.ts")}export type Word = string;\n`);
  tree.write(
    "defs/core/bee.ts",
    tree.read("defs/core/bee.ts").replace("version: string", 'version: import("./ant.js").Word'),
  );
  expect(tree.compile().status).toBe(0);
  tree.write("defs/core/ant.ts", tree.read("defs/core/ant.ts").replace("Word = string", "Word = number"));
  const cached = tree.compile();
  expect(cached.stderr).toMatch(/defs\/core\/bee\.ts:\d+:\d+ - error TS2322/);
  expect(cached.stderr).toBe(tree.compile("--frozen").stderr);
});

test("a declaration for all modules is checked against those that are unchanged", () => {
  writePackage(0, 0, 0, false);
  writePackage(1, 0, 0, false);
  tree.write(
    "defs/core/bee.ts",
    `${tree.read("defs/core/bee.ts")}// @ts-expect-error no text has such a member\nexport const loud = "".shout;\n`,
  );
  expect(tree.compile().status).toBe(0);
  tree.write(
    "defs/core/ant.ts",
    `${tree.read("defs/core/ant.ts")}declare global {\n  interface String {\n    readonly shout: string;\n  }\n}\n`,
  );
  const cached = tree.compile();
  expect(cached.stderr).toMatch(/defs\/core\/bee\.ts:\d+:\d+ - error TS2578/);
  expect(cached.stderr).toBe(tree.compile("--frozen").stderr);
});

test.each([
  ["of its own", (text: string) => text.replace('"ISC"', '"ICS"'), "E205"],
  [
    "that shows only beside others",
    (text: string) => text.replace("  license:", '  aliases: ["core-ant"],\n  license:'),
    "E210",
  ],
])("a mistake %s is reported as long as it is there", (_, spoil, code) => {
  writePackage(0, 0, 0, false);
  writePackage(1, 0, 1, false);
  expect(tree.compile().status).toBe(0);
  const good = tree.read("defs/core/bee.ts");
  tree.write("defs/core/bee.ts", spoil(good));
  for (const version of [1, 2]) {
    expect(tree.compile().stderr).toContain(`error ${code}`);
    writePackage(0, version, 0, false);
    expectSameAsFrozen();
  }
  tree.write("defs/core/bee.ts", good);
  expect(tree.compile().status).toBe(0);
  expect(tree.compile("--frozen").status).toBe(0);
});

test("a cache that was altered or cut short counts as none", () => {
  writePackage(0, 0, 0, false);
  writePackage(1, 0, 1, false);
  expect(tree.compile().status).toBe(0);
  const intact = tree.read(memory);
  for (const spoilt of [intact.replace("Package ant", "Package owl"), intact.slice(0, -20), ""]) {
    expect(spoilt).not.toBe(intact);
    tree.write(memory, spoilt);
    writePackage(1, spoilt.length % 9, 1, false);
    expectSameAsFrozen();
    expect(tree.read("generated/graph.json")).not.toContain("owl");
  }
});

test("a generated file that was edited by hand is put right", () => {
  writePackage(0, 0, 0, false);
  expect(tree.compile().status).toBe(0);
  const intact = tree.read("generated/core/ant/Containerfile");
  tree.write("generated/core/ant/Containerfile", intact.replace("LC_ALL=C", "LC_ALL=D"));
  expect(tree.compile().stdout).toContain("1 changed");
  expect(tree.read("generated/core/ant/Containerfile")).toBe(intact);
});
