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

/** The build key of an image whose dependencies have the digests that are written down (docs/build-key.md). */
function presentKey(id: string): string {
  const [name, platform] = id.split("@");
  const [stage, ...rest] = name!.split("-");
  const text = lines(read(`generated/${stage}/${rest.join("-")}/${folderOf(platform!)}.key`)).map((line) => {
    const [keyword, need] = line.split(" ");
    if (keyword !== "layers" && keyword !== "context") return line;
    return `${line} ${written.get(need!.includes("@") ? need! : `${need!}@${platform!}`) ?? "missing"}`;
  });
  return `sha256:${createHash("sha256")
    .update(`${text.join("\n")}\n`)
    .digest("hex")}`;
}

// What is anchored has a recipe instead, which scripts and `defs ledger` compare.
const built = lines(read("digests/provenance.txt"))
  .map((line) => line.split(" "))
  .filter(([, , how]) => how !== "recipe");

test.each(built.map(([id, digest, key]) => ({ id: id!, digest: digest!, key: key! })))(
  "the digest of $id is of what generated/ says today",
  ({ id, digest, key }) => {
    expect(written.get(id)).toBe(digest);
    expect(presentKey(id)).toBe(key);
  },
);
