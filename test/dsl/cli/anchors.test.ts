import { join } from "node:path";
import { execa } from "execa";
import { expect, test, type TestContext } from "vitest";
import { anchorsOf } from "../../../dsl/cli/read/anchors.js";
import { compileInto, defs, repository } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";

const digest = `sha256:${"d".repeat(64)}`;
const seeds = "debian-bookworm-gcc, debian-trixie-gcc";

/** A compiled tree whose stage3 has a digest written down for its recipe, as the scripts work that out. */
async function anchoredTree({ onTestFinished }: TestContext) {
  const root = temporaryFolder({ from: join(repository, "test/samples/stand-ins"), onTestFinished });
  const { tree } = await compileInto(root);
  const script =
    'set -eu; here=$1/scripts root=$2 out=$2/out work=$2; . "$here/lib/key.sh"; . "$here/lib/recipe.sh"; hash_all; recipe bootstrap-stage3 linux/amd64';
  const { stdout: recipe } = await execa("sh", ["-c", script, "sh", repository, root]);
  writeFiles(root, { "digests/provenance.txt": `bootstrap-stage3@linux/amd64 ${digest} recipe ${recipe} ${seeds}\n` });
  return { root, tree, recipe };
}

test("An image above an anchored one is told as DDC-anchored, with the seeds, while what they stand in for is not built.", async (context) => {
  const { root, tree } = await anchoredTree(context);
  const { stdout } = await defs(root, ["ledger", "core-tool"]);
  expect(stdout).toMatch(
    new RegExp(
      `\nDDC-anchored: bootstrap-stage3 came out as ${digest} from each of ${seeds}; bootstrap-stage1 itself is not built yet \\(docs/bootstrap.md\\)$`,
    ),
  );
  const { stdout: json } = await defs(root, ["ledger", "--json", "core-tool"]);
  expect((JSON.parse(json) as object[]).at(-1)).toEqual({
    image: "bootstrap-stage3",
    kind: "ddc-anchored",
    sha256: "d".repeat(64),
    size: null,
    name: seeds,
    url: null,
  });
  expect(anchorsOf(root, tree, "bootstrap-stage3")).toHaveLength(1);
  expect(anchorsOf(root, tree, "bootstrap-stage1")).toEqual([]);
});

test.for([
  [
    "stage1 has a digest of its own",
    (line: string) =>
      `${line}bootstrap-stage1@linux/amd64 ${digest} ${digest} docker 28.5.2; podman 5.8.6 without cache\n`,
  ],
  ["the recipe is another one", (line: string, recipe: string) => line.replace(recipe, digest)],
  ["the digest was built from stage1", (line: string) => line.replace("recipe ", "")],
  ["nothing is written down", () => ""],
] as const)("It is not when %s.", async ([, change], context) => {
  const { root, tree, recipe } = await anchoredTree(context);
  writeFiles(root, {
    "digests/provenance.txt": change(`bootstrap-stage3@linux/amd64 ${digest} recipe ${recipe} ${seeds}\n`, recipe),
  });
  expect(anchorsOf(root, tree, "core-tool")).toEqual([]);
});
