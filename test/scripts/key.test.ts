import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../support/compiler.js";
import { temporaryFolder, writeFiles } from "../support/files.js";
import { images, keyTree, putIndex, type KeyTree } from "./key-tree.js";

const tool = "defs/core/tool.ts";
const other = `sha256:${"9".repeat(64)}`;

/** An ingredient by its name, and the edit that changes it. */
type Change = readonly [string, (tree: KeyTree) => void];

/** The line of a source in the definition, without its indentation. */
function sourceLine(tree: KeyTree, name: string): string {
  return new RegExp(`\\{ url[^\\n]*/${name}[^\\n]*`).exec(readFileSync(join(tree.root, tool), "utf8"))![0];
}

const inside: readonly Change[] = [
  ["the version", (tree) => tree.edit(tool, 'version: "1.0"', 'version: "1.1"')],
  ["the hash of a source", (tree) => tree.edit(tool, "a".repeat(64), "c".repeat(64))],
  ["the file name of a source", (tree) => tree.edit(tool, "data.tar.gz", "more.tar.gz")],
  ["where a source is unpacked", (tree) => tree.edit(tool, 'into: "data"', 'into: "more"')],
  ["how many folders are stripped from a source", (tree) => tree.edit(tool, "size: 1000", "size: 1000, strip: 2")],
  ["a source fewer", (tree) => tree.edit(tool, sourceLine(tree, "tool-1"), "")],
  [
    "the order of the sources",
    (tree) => {
      const [first, second] = [sourceLine(tree, "tool-1"), sourceLine(tree, "data")];
      tree.edit(tool, `${first}\n    ${second}`, `${second}\n    ${first}`);
    },
  ],
  ["the bytes of a patch", (tree) => tree.edit("defs/core/tool/two.patch", "+new", "+NEW")],
  ["the order of the patches", (tree) => tree.edit(tool, '"one.patch", "two.patch"', '"two.patch", "one.patch"')],
  ["a flag of the recipe", (tree) => tree.edit(tool, "--disable-nls", "--enable-nls")],
  ["a hook", (tree) => tree.edit(tool, "rm -r", "rm -rf")],
  ["the environment of the build", (tree) => tree.edit(tool, "-O2", "-O3")],
  [
    "the base",
    (tree) => {
      tree.edit(tool, "  base,\n", "  base: libc,\n");
      tree.edit(tool, 'import { base } from "../bootstrap/base.js";\n', "");
    },
  ],
  ["the order of the build dependencies", (tree) => tree.edit(tool, "[zlib, libc]", "[libc, zlib]")],
  [
    "a build dependency fewer",
    (tree) => {
      tree.edit(tool, "[zlib, libc]", "[zlib]");
      tree.edit(tool, 'import { libc } from "./libc.js";\n', "");
    },
  ],
  [
    "what a build dependency needs at run time",
    (tree) => {
      tree.edit("defs/core/zlib.ts", "  base,", "  base,\n  runDeps: [filesystem],");
      tree.edit("defs/core/zlib.ts", "\nexport", 'import { filesystem } from "./filesystem.js";\n\nexport');
    },
  ],
  ["the image base", (tree) => tree.edit(tool, "  base,", '  base,\n  imageBase: "scratch",')],
  ["files that may be setuid", (tree) => tree.edit(tool, 'setuid: ["/usr/bin/tool"]', 'setuid: ["/usr/bin/other"]')],
  ["the entrypoint", (tree) => tree.edit(tool, 'entrypoint: ["/usr/bin/tool"]', 'entrypoint: ["/usr/bin/tool", "-v"]')],
  ["the arguments", (tree) => tree.edit(tool, "--help", "--version")],
  ["the environment of the image", (tree) => tree.edit(tool, 'HOME: "/root"', 'HOME: "/home"')],
  ["the working directory of the image", (tree) => tree.edit(tool, 'workdir: "/root"', 'workdir: "/home"')],
  ["the user of the image base", (tree) => tree.edit("defs/core/filesystem.ts", "1000:1000", "1001:1001")],
  ["the digest of the base", (tree) => void putIndex(tree.root, "bootstrap-base", other)],
  ["the digest of a build dependency", (tree) => void putIndex(tree.root, "core-libc", other)],
  ["the digest of the image base", (tree) => void putIndex(tree.root, "core-filesystem", other)],
  [
    "the Containerfile, edited by hand",
    (tree) => tree.edit("generated/core/tool/Containerfile", "--disable-nls", "--enable-nls"),
  ],
];

const outside: readonly Change[] = [
  ["the description", (tree) => tree.edit(tool, "A package", "The best package")],
  ["the licence", (tree) => tree.edit(tool, '"ISC"', '"MIT"')],
  ["the website", (tree) => tree.edit(tool, '"https://example.org"', '"https://example.net"')],
  ["an alias", (tree) => tree.edit(tool, "hammer", "mallet")],
  [
    "the address of a source",
    (tree) => tree.edit(tool, "https://example.org/tool-1.0", "https://example.net/archive/tool-1.0"),
  ],
  ["a mirror", (tree) => tree.edit(tool, "size: 1000", 'size: 1000, mirrors: ["https://example.net/tool-1.0.tar.gz"]')],
  ["the stated size of a source", (tree) => tree.edit(tool, "size: 1000", "size: 1001")],
  ["what the package provides", (tree) => tree.edit(tool, "  base,", '  base,\n  provides: ["tool"],')],
  ["what it needs at run time", (tree) => tree.edit(tool, "  base,", "  base,\n  runDeps: [libc],")],
  [
    "comments and spelling of the definition",
    (tree) => tree.edit(tool, '["--disable-nls"]', '[\n    // No translations.\n    "--disable-" + "nls",\n  ]'),
  ],
  [
    "the definition of a dependency that keeps its digest",
    (tree) => tree.edit("defs/core/zlib.ts", "autotools()", 'autotools({ configure: ["--static"] })'),
  ],
  [
    "another package",
    (tree) =>
      writeFiles(tree.root, {
        "defs/core/other.ts": readFileSync(join(tree.root, "defs/core/zlib.ts"), "utf8").replaceAll("zlib", "other"),
      }),
  ],
];

describe("the build key of core-tool", () => {
  test.concurrent.for(inside)("changes with %s", async ([, change], { expect, onTestFinished }) => {
    const { before, after } = await keysAround(change, onTestFinished);
    expect(after).not.toBe(before);
  });

  test.concurrent.for(outside)("does not change with %s", async ([, change], { expect, onTestFinished }) => {
    const { before, after } = await keysAround(change, onTestFinished);
    expect(after).toBe(before);
  });

  test("tells the platform", async () => {
    const tree = await keyTree();
    for (const file of ["bootstrap/base", "core/filesystem", "core/libc", "core/zlib", "core/tool"])
      tree.edit(
        `defs/${file}.ts`,
        '  version: "1.0",',
        '  version: "1.0",\n  platforms: ["linux/amd64", "linux/arm64"],',
      );
    await tree.compile();
    const [amd64, arm64] = [
      await tree.keyText("core-tool", "linux/amd64"),
      await tree.keyText("core-tool", "linux/arm64"),
    ];
    expect(amd64).toContain("\nplatform linux/amd64\n");
    expect(arm64).toContain("\nplatform linux/arm64\n");
  });

  test("is the text that docs/build-key.md describes, keyword by keyword", async () => {
    const tree = await keyTree();
    for (const image of images) await tree.build(image);
    const documented = new Set(
      [...readFileSync(join(repository, "docs/build-key.md"), "utf8").matchAll(/^\| `([a-z-]+)/gm)].map(
        ([, word]) => word,
      ),
    );
    const used = (await tree.keyText("core-tool"))
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")[0]);
    expect(used.filter((word) => !documented.has(word))).toEqual([]);
    expect([...new Set(used)]).toEqual([
      "key",
      "image",
      "platform",
      "epoch",
      "config",
      "build",
      "flag",
      "file",
      "source",
      "setuid",
      "layers",
      "context",
    ]);
  });

  test("says of an image that is not there that it is missing", async () => {
    const tree = await keyTree();
    expect(await tree.keyText("pallet-tools")).toMatch(/^layers core-tool missing$/m);
  });
});

describe("other build keys", () => {
  test("of a pallet changes with the digest of a member, and with nothing below it", async () => {
    const tree = await keyTree();
    for (const image of images) await tree.build(image);
    const before = await tree.keyText("pallet-tools");
    putIndex(tree.root, "core-libc", other);
    expect(await tree.keyText("pallet-tools")).toBe(before);
    putIndex(tree.root, "core-tool", other);
    expect(await tree.keyText("pallet-tools")).not.toBe(before);
  });

  test("of a host seed changes with the lists in the repository, as they are now", async () => {
    const copy = temporaryFolder();
    for (const folder of ["scripts", "bootstrap/host-seeds"])
      cpSync(join(repository, folder), join(copy, folder), { recursive: true });
    const tree = await keyTree({}, join(copy, "scripts"));
    tree.edit("defs/bootstrap/base.ts", 'fromScratch(directory("/rootfs"))', 'hostSeed("debian-bookworm-gcc")');
    tree.edit("defs/bootstrap/base.ts", "directory, fromScratch", "hostSeed");
    await tree.compile();
    const before = await tree.keyText("bootstrap-base");
    const list = join(copy, "bootstrap/host-seeds/debian-bookworm-gcc.txt");
    writeFiles(copy, {
      "bootstrap/host-seeds/debian-bookworm-gcc.txt": `${readFileSync(list, "utf8")}# one more line\n`,
    });
    expect(before).toContain("\nhost-seed debian-bookworm-gcc\n");
    expect(await tree.keyText("bootstrap-base")).not.toBe(before);
  });
});

async function keysAround(
  change: (tree: KeyTree) => void,
  onTestFinished: (handler: () => void) => void,
): Promise<{ before: string; after: string }> {
  const tree = await keyTree({ onTestFinished });
  for (const image of images) await tree.build(image);
  const before = await tree.keyText("core-tool");
  const generated = readFileSync(join(tree.root, "generated/core/tool/Containerfile"), "utf8");
  change(tree);
  const edited = readFileSync(join(tree.root, "generated/core/tool/Containerfile"), "utf8") !== generated;
  if (!edited) await tree.compile();
  return { before, after: await tree.keyText("core-tool") };
}
