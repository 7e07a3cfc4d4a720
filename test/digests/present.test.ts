import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chainLines, hashOf, keyTexts, needOf } from "../../dsl/evidence/chain.js";
import { keyTextOf } from "../../dsl/evidence/committed.js";
import { repository } from "../support/compiler.js";

const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

/** The digests that are written down, by NAME@PLATFORM. */
const written = new Map(
  readdirSync(join(repository, "digests"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: folder }) =>
      readdirSync(join(repository, "digests", folder)).flatMap((file) =>
        lines(read(`digests/${folder}/${file}`)).map((line): [string, { digest: string }] => {
          const [digest, image] = line.split(" ");
          return [`${image!}@${folder.replace("-", "/")}`, { digest: `sha256:${digest!}` }];
        }),
      ),
    ),
);

const tree = new Map(
  readdirSync(join(repository, "generated"), { recursive: true, encoding: "utf8" })
    .filter((file) => file === "images.txt" || file.endsWith(".key"))
    .map((file) => [`generated/${file}`, read(`generated/${file}`)]),
);
const chain = chainLines(tree);

const provenance = lines(read("digests/provenance.txt")).map((line) => line.split(" "));
// What is anchored has a recipe instead, which scripts and `defs ledger` compare.
const built = provenance.filter(([, , how]) => how !== "recipe");

const waits = (id: string): string[] =>
  keyTexts(tree, chain.get(id)!)
    .map((text) => needOf(text, chain.get(id)!))
    .filter((need) => need !== undefined && !written.has(need))
    .map((need) => `${id}: ${need!}`);

// Built once so far, and what was built twice stands on them: only who has them can compute its key.
test("the digests of all dependencies are written down, but for those known", () => {
  const once = ["bootstrap-stage4", "bootstrap-stage4-cmake", "bootstrap-stage4-python", "core-go-stage4"];
  const needs = new Set(built.flatMap(([id]) => waits(id!)).map((wait) => wait.slice(wait.indexOf(" ") + 1)));
  expect([...needs].sort()).toEqual(once.map((name) => `${name}@linux/amd64`).sort());
});

test.each(
  built.filter(([id]) => waits(id!).length === 0).map(([id, digest, key]) => ({ id: id!, digest: digest!, key: key! })),
)("the digest of $id is of what generated/ says today", ({ id, digest, key }) => {
  expect(written.get(id)?.digest).toBe(digest);
  expect(hashOf(keyTextOf(tree, chain, written, id)!)).toBe(key);
});

test("provenance has one line for each image, on the digest that is written down", () => {
  expect(provenance.map(([id]) => id).filter((id, index, all) => all.indexOf(id) !== index)).toEqual([]);
  expect(provenance.filter(([id, digest]) => written.get(id!)?.digest !== digest).map(([id]) => id)).toEqual([]);
});
