import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { repository } from "../support/compiler.js";
import { sha } from "./built-tree.js";
import { SeededTree, seeds } from "./seeded-tree.js";
import { git as gitIn } from "../support/git.js";

// A repository whose only commit has recipes in another order than the scripts of today.
const anchored = new SeededTree();
const provenance = "digests/provenance.txt";
const notes = seeds.map((seed) => `bootstrap/ddc/${seed}.txt`);
let tree: SeededTree;
let present: string[];

const git = (...words: string[]): string => gitIn(anchored.root, ...words);
const read = (): string[] => [provenance, ...notes].map((file) => tree.read(file));

/** The recipe hash of an image by the scripts of the commit. */
async function hashThen(id: string): Promise<string> {
  const [name, platform] = id.split("@");
  const script = `set -eu; here=$1/scripts root=$1 out=$1/out work=$(mktemp -d); . "$here/lib/key.sh"; . "$here/lib/recipe.sh"; hash_all; recipe ${name} ${platform}; rm -r "$work"`;
  return (await execa("sh", ["-c", script, "sh", anchored.root])).stdout;
}

beforeAll(async () => {
  for (const seed of seeds) await anchored.chain(seed);
  const { code, stderr } = await anchored.make(["ddc", `SEEDS=${seeds.join(" ")}`]);
  if (code !== 0) throw new Error(stderr);
  tree = anchored;
  present = read();
  for (const folder of ["scripts", "bootstrap/host-seeds"])
    cpSync(join(repository, folder), join(anchored.root, folder), { recursive: true });
  const keys = join(anchored.root, "scripts/lib/key.awk");
  writeFileSync(keys, readFileSync(keys, "utf8").replace("sorted[i - 1] > id", "sorted[i - 1] < id"));
  const pairs = present[0]!.matchAll(/^(\S+) \S+ recipe (\S+)/gm);
  for (const [, id, now] of pairs) {
    const then = await hashThen(id!);
    for (const file of [provenance, ...notes]) anchored.put(file, anchored.read(file).replaceAll(now!, then));
  }
  git("init", "-q");
  git("add", "generated", "digests", "bootstrap", "scripts");
  git("commit", "-q", "-m", "then");
}, 120_000);
afterAll(() => anchored.remove());
beforeEach(() => void (tree = anchored.copy()));
afterEach(() => tree.remove());

test("Hashes whose key texts are the same then and now are replaced, and make takes the images as anchored again.", async () => {
  expect(read()).not.toEqual(present);
  expect(await tree.run("carry-anchors", ["HEAD"])).toMatchObject({ code: 0, stdout: "3 anchors carried over\n" });
  expect(read()).toEqual(present);
});

test.each([
  [
    "an input changed since",
    () => tree.put("generated/bootstrap/stage2/Containerfile", "# changed\n"),
    "HEAD",
    /bootstrap-stage3-tool@linux\/amd64: made of other inputs than at HEAD/,
  ],
  [
    "a hash was never that of the commit",
    () => tree.put(provenance, tree.read(provenance).replace(/recipe sha256:\w+/, `recipe sha256:${sha("x")}`)),
    "HEAD",
    /HEAD gives another recipe than sha256:/,
  ],
  [
    "there is no such commit",
    () => undefined,
    "elsewhere",
    /^scripts\/carry-anchors: elsewhere: no commit of the repository around /,
  ],
])("Nothing is written when %s.", async (_, change, revision, message) => {
  change();
  const before = read();
  expect(await tree.run("carry-anchors", [revision])).toMatchObject({
    code: expect.any(Number) as number,
    stdout: "",
    stderr: expect.stringMatching(message) as string,
  });
  expect(read()).toEqual(before);
});
