import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emitScript } from "../../dsl/emit/script.js";
import { sections } from "../../dsl/lower/script.js";
import { compileTree } from "../support/compiler.js";
import { readFiles, temporaryFolder, writeFiles } from "../support/files.js";
import { zip } from "./scan/archives.js";

const toolchain = `import { definePackage, directory, fromScratch } from "#dsl";
export const toolchain = definePackage({
  name: "bootstrap-toolchain", version: "1", description: "Tools", license: "ISC", website: "https://example.org",
  provides: ["cp", "rm", "sh", "tar", "unzip"], build: fromScratch(directory("/rootfs")),
});
`;

/** What lies in the build directory after a source has been unpacked there by the script of its build. */
async function unpacked(source: string, name: string, archive: Buffer): Promise<Map<string, string>> {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "defs/bootstrap/toolchain.ts": toolchain,
    "defs/core/tool.ts": `import { definePackage, sh } from "#dsl";
import { toolchain } from "../bootstrap/toolchain.js";
export const tool = definePackage({
  name: "core-tool", version: "1", description: "Tool", license: "ISC", website: "https://example.org",
  sources: [{ url: "https://example.org/${name}", sha256: "${"a".repeat(64)}"${source} }], base: toolchain, build: sh\`true\`,
});
`,
    [`sources/${name}`]: archive,
    "build/.keep": "",
  });
  const { graph } = await compileTree(folder);
  const script = emitScript(sections(graph.definitions.get("core-tool")!)).replaceAll(
    "/sources/",
    `${folder}/sources/`,
  );
  execFileSync("sh", { input: script, cwd: join(folder, "build"), stdio: ["pipe", "pipe", "pipe"] });
  const files = readFiles(join(folder, "build"));
  files.delete(".keep");
  return files;
}

const archive = zip(["tool-1/main.c", "int main;"], ["tool-1/.hidden/deep", "x"]);

test("only what is asked for of a tar archive is unpacked", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { "many-1/one/main.c": "1", "many-1/two/main.c": "2", "many-1/README": "3" });
  const many = execFileSync("tar", ["-c", "-C", folder, "many-1"]);
  expect([...(await unpacked(', only: ["many-1/one", "many-1/README"]', "many-1.tar", many))]).toEqual([
    ["README", "3"],
    ["one/main.c", "1"],
  ]);
});

// unzip is not among what the tests need; where a build needs it, a package brings it.
describe.skipIf(spawnSync("unzip", ["-v"]).status !== 0)("a .zip", () => {
  test("is unpacked without its top folder, as a tar archive is", async () => {
    expect([...(await unpacked("", "tool-1.zip", archive))]).toEqual([
      [".hidden/deep", "x"],
      ["main.c", "int main;"],
    ]);
  });

  test("keeps its folders with strip: 0, below the folder that it goes into", async () => {
    expect([...(await unpacked(', strip: 0, into: "a/b"', "tool-1.zip", archive)).keys()]).toEqual([
      "a/b/tool-1/.hidden/deep",
      "a/b/tool-1/main.c",
    ]);
  });

  test("inside a .zip is unpacked without its own top folder, and removed", async () => {
    const outer = zip(["outer/lib/inner.zip", archive]);
    expect([...(await unpacked(', nested: ["lib/inner.zip"], into: "all"', "outer.zip", outer)).keys()]).toEqual([
      "all/.hidden/deep",
      "all/main.c",
    ]);
  });
});
