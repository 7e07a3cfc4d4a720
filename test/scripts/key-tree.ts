import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { execa } from "execa";
import { compileInto, repository } from "../support/compiler.js";
import { temporaryFolder, writeFiles, type TemporaryFolder } from "../support/files.js";

const fields = (name: string): string =>
  `name: "${name}",\n  version: "1.0",\n  description: "A package",\n  license: "ISC",\n  website: "https://example.org",`;
const sha256 = (digit: string): string => digit.repeat(64);

/** A small tree in which core-tool has one of every ingredient. */
const files: Readonly<Record<string, string>> = {
  "defs/bootstrap/base.ts": `import { definePackage, directory, fromScratch } from "#dsl";

export const base = definePackage({
  ${fields("bootstrap-base")}
  provides: ["sh", "make", "tar", "gzip", "patch"],
  build: fromScratch(directory("/rootfs")),
});
`,
  "defs/core/filesystem.ts": `import { definePackage, sh } from "#dsl";
import { base } from "../bootstrap/base.js";

export const filesystem = definePackage({
  ${fields("core-filesystem")}
  base,
  build: sh\`mkdir /rootfs/usr\`,
  config: { user: "1000:1000", env: { PATH: "/usr/bin" } },
});
`,
  "defs/core/libc.ts": `import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const libc = definePackage({
  ${fields("core-libc")}
  provides: ["sh", "make", "tar", "gzip", "patch"],
  base,
  build: autotools(),
});
`,
  "defs/core/zlib.ts": `import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const zlib = definePackage({
  ${fields("core-zlib")}
  base,
  build: autotools(),
});
`,
  "defs/core/tool.ts": `import { autotools, definePackage, sh } from "#dsl";
import { base } from "../bootstrap/base.js";
import { libc } from "./libc.js";
import { zlib } from "./zlib.js";

export const tool = definePackage({
  ${fields("core-tool")}
  aliases: ["hammer"],
  sources: [
    { url: "https://example.org/tool-1.0.tar.gz", sha256: "${sha256("a")}", size: 1000 },
    { url: "https://example.org/data.tar.gz", sha256: "${sha256("b")}", into: "data" },
  ],
  patches: ["one.patch", "two.patch"],
  base,
  buildDeps: [zlib, libc],
  env: { CFLAGS: "-O2" },
  build: autotools({ configure: ["--disable-nls"], after: { install: sh\`rm -r /rootfs/usr/share\` } }),
  setuid: ["/usr/bin/tool"],
  config: { entrypoint: ["/usr/bin/tool"], cmd: ["--help"], env: { HOME: "/root" }, workdir: "/root" },
});
`,
  "defs/core/tool/one.patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n",
  "defs/core/tool/two.patch": "--- a/y\n+++ b/y\n@@ -1 +1 @@\n-old\n+new\n",
  "defs/pallet/tools.ts": `import { definePallet } from "#dsl";
import { tool } from "../core/tool.js";

export const tools = definePallet({ name: "pallet-tools", description: "Tools", members: [tool] });
`,
};

/** A compiled tree on disk, and what the scripts say about it. */
export interface KeyTree {
  readonly root: string;
  /** Replaces text in a file of the tree; compile to let it reach generated/. */
  edit(file: string, from: string, to: string): void;
  compile(): Promise<void>;
  /** The text whose sha256 is the build key of an image, as scripts/lib/key.sh computes it. */
  keyText(image: string, platform?: string): Promise<string>;
  /** Puts down an image as a build leaves it: an index with this digest, and a record of its present key. */
  build(image: string, digest?: string): Promise<void>;
  /** Lines of scripts/stale; it must succeed. */
  stale(...goals: readonly string[]): Promise<string[]>;
}

/** Images of the tree in build order. */
export const images = [
  "bootstrap-base",
  "core-filesystem",
  "core-libc",
  "core-zlib",
  "core-tool",
  "pallet-tools",
] as const;

const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

const template = mkdtempSync(join(tmpdir(), "stagex-test-"));
let compiled: Promise<unknown> | undefined;
afterAll(() => rmSync(template, { recursive: true, force: true }));

/** Compiles the tree once for a test file. */
async function compiledTemplate(): Promise<string> {
  if (compiled === undefined) writeFiles(template, files);
  await (compiled ??= compileInto(template));
  return template;
}

/** Gives a copy of the compiled tree; `scripts` is the folder whose scripts are asked. */
export async function keyTree(options: TemporaryFolder = {}, scripts = join(repository, "scripts")): Promise<KeyTree> {
  const root = temporaryFolder({ ...options, from: await compiledTemplate() });
  return {
    root,
    edit: (file, from, to) => edit(join(root, file), from, to),
    compile: async () => void (await compileInto(root)),
    keyText: (image, platform = "linux/amd64") => keyText(scripts, root, image, platform),
    build: (image, digest = digestOf(image)) => putBuilt(scripts, root, image, "linux/amd64", digest),
    stale: async (...goals) => (await runStale(root, goals)).stdout.split("\n").filter(Boolean),
  };
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
}

/** Puts down an image as a build leaves it: an index with this digest, and a record of its present key. */
export async function putBuilt(
  scripts: string,
  root: string,
  image: string,
  platform: string,
  digest: string,
): Promise<void> {
  const layout = putIndex(root, image, digest, platform);
  const key = await keyText(scripts, root, image, platform);
  const lines = [
    `digest ${digest}`,
    "origin built",
    `key ${digestOf(key)}`,
    ...key
      .trimEnd()
      .split("\n")
      .map((line) => `input ${line}`),
  ];
  writeFileSync(join(layout, "record"), `${lines.join("\n")}\n`);
}

/** Makes an image's index say a digest; returns the layout's folder. */
export function putIndex(root: string, image: string, digest: string, platform = "linux/amd64"): string {
  const layout = join(root, "out", platform.replace("/", "-"), image);
  mkdirSync(layout, { recursive: true });
  writeFileSync(
    join(layout, "index.json"),
    JSON.stringify({
      schemaVersion: 2,
      manifests: [{ mediaType: "application/vnd.oci.image.manifest.v1+json", digest, size: 1 }],
    }),
  );
  return layout;
}

/** Runs scripts/stale on a tree; a failure is a result too. */
export function runStale(root: string, goals: readonly string[]) {
  return execa(join(repository, "scripts/stale"), goals, {
    env: { STAGEX_ROOT: root, OUT: join(root, "out") },
    reject: false,
  });
}

/** The text whose sha256 is the build key of an image, as scripts/lib/key.sh computes it. */
export async function keyText(scripts: string, root: string, image: string, platform: string): Promise<string> {
  const [stage, ...rest] = image.split("-");
  const file = join(root, "generated", stage!, rest.join("-"), `${platform.replace("/", "-")}.key`);
  const program =
    'set -eu; here=$1 root=$2 out=$2/out work=$(mktemp -d); trap \'rm -rf "$work"\' EXIT; . "$here/lib/key.sh"; key_text "$3" "$4" "$5"';
  return (await execa("sh", ["-c", program, "sh", scripts, root, image, platform, file], { stripFinalNewline: false }))
    .stdout;
}
