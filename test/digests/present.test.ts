import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/compiler.js";

const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const folderOf = (platform: string): string => platform.replace("/", "-");

/** The digests that are written down, by NAME@PLATFORM. */
const written = new Map(
  readdirSync(join(repository, "digests"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: folder }) =>
      readdirSync(join(repository, "digests", folder)).flatMap((file) =>
        lines(read(`digests/${folder}/${file}`)).map((line): [string, string] => {
          const [digest, image] = line.split(" ");
          return [`${image!}@${folder.replace("-", "/")}`, `sha256:${digest!}`];
        }),
      ),
    ),
);

/** The lines of an image's key text, and the images that those of them name which stand for a dependency's digest. */
function keyText(id: string): { readonly text: string; readonly need?: string }[] {
  const [name, platform] = id.split("@");
  const [stage, ...rest] = name!.split("-");
  return lines(read(`generated/${stage}/${rest.join("-")}/${folderOf(platform!)}.key`)).map((text) => {
    const [keyword, need] = text.split(" ");
    if (keyword !== "layers" && keyword !== "context") return { text };
    return { text, need: need!.includes("@") ? need! : `${need!}@${platform!}` };
  });
}

/** The build key of an image whose dependencies have the digests that are written down (docs/build-key.md). */
function presentKey(id: string): string {
  const text = keyText(id).map(({ text, need }) => (need === undefined ? text : `${text} ${written.get(need)!}`));
  return `sha256:${createHash("sha256")
    .update(`${text.join("\n")}\n`)
    .digest("hex")}`;
}

// What is anchored has a recipe instead, which scripts and `defs ledger` compare.
const built = lines(read("digests/provenance.txt"))
  .map((line) => line.split(" "))
  .filter(([, , how]) => how !== "recipe");

const waits = (id: string): string[] =>
  keyText(id).flatMap(({ need }) => (need === undefined || written.has(need) ? [] : [`${id}: ${need}`]));

// Built twice, on a dependency that was built once so far: only who has that can compute the key.
test("the digests of all dependencies are written down, but for those known", () => {
  expect(built.flatMap(([id]) => waits(id!))).toEqual(["core-go@linux/amd64: core-go-stage4@linux/amd64"]);
});

test.each(
  built.filter(([id]) => waits(id!).length === 0).map(([id, digest, key]) => ({ id: id!, digest: digest!, key: key! })),
)("the digest of $id is of what generated/ says today", ({ id, digest, key }) => {
  expect(written.get(id)).toBe(digest);
  expect(presentKey(id)).toBe(key);
});
