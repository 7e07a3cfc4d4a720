import { expect, test } from "vitest";
import { findings } from "../../dsl/cli/check.js";
import { temporaryFolder, writeFiles } from "../support/files.js";

const [one, two] = [
  "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
  "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
];

const base = `import { definePackage, hostSeed } from "#dsl";

export const base = definePackage({
  name: "bootstrap-base",
  version: "12",
  description: "Compiler and tools",
  license: "ISC",
  website: "https://example.org",
  provides: ["gzip", "make", "sh", "tar"],
  build: hostSeed("debian-bookworm-gcc"),
});
`;

/** Codes of the warnings about a package with these sources and this build. */
async function codes(sources: readonly string[], build: string, rest = ""): Promise<string[]> {
  const root = temporaryFolder();
  const text = `import { autotools, crates, debian, definePackage, github, gnu, make, pypi, sh } from "#dsl";
import { base } from "../bootstrap/base.js";

export const used = [autotools, crates, debian, github, gnu, make, pypi, sh];
export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [${sources.join(", ")}],
  base,
  build: ${build},
  ${rest}
});
`;
  writeFiles(root, { "defs/core/tool.ts": text, "defs/bootstrap/base.ts": base });
  return (await findings(root)).warnings.map(({ code }) => code);
}

const source = (url: string, more = "", sha256 = one): string => `{ url: ${url}, sha256: "${sha256}"${more} }`;
const archive = source('gnu("tool/tool-1.0.tar.gz")');
const notes = source('gnu("tool/notes.txt")', "", two);

test.each([
  ["an alias of several servers", 'gnu("a/a.tar.gz")', []],
  ["an archive that deletes nothing", 'debian("pool/main/a/a/a_1.orig.tar.gz")', []],
  ["a registry from which files can be taken away", 'pypi("aa/bb/cc/a-1.0.tar.gz")', ["W204"]],
  ["a server of upstream's own", '"https://example.org/a.tar.gz"', ["W204"]],
])("W204 of %s", async (_, url, expected) => {
  expect(await codes([source(url)], "make()")).toEqual(expected);
});

test.each([
  ["an asset of a release", "https://github.com/o/r/releases/download/v1/r-1.tar.gz", []],
  ["a tag of GitHub", "https://github.com/o/r/archive/refs/tags/v1.tar.gz", ["W205"]],
  ["GitHub's server for archives", "https://codeload.github.com/o/r/tar.gz/refs/tags/r.tar.gz", ["W205"]],
  ["an upload to GitLab", "https://gitlab.example.org/api/v4/projects/1/packages/generic/r/1/r-1.tar.gz", []],
  ["a tag of GitLab", "https://gitlab.example.org/g/s/r/-/archive/v1/r-v1.tar.gz", ["W205"]],
  ["a tag of Forgejo", "https://codeberg.org/o/r/archive/v1.tar.gz", ["W205"]],
  ["a folder of old releases", "https://downloads.example.org/pub/r/archive/r-1.tar.gz", []],
  ["a snapshot of cgit", "https://git.example.org/cgit/r.git/snapshot/r-1.tar.gz", ["W205"]],
  [
    "the archive of Debian, which has snapshot in its name",
    "https://snapshot.debian.org/archive/debian/20260101T000000Z/pool/main/r/r/r_1.orig.tar.gz",
    [],
  ],
])("W205 of %s", async (_, url, expected) => {
  expect(
    await codes(
      [source('gnu("r/r-1.tar.gz")', "", one).replace(", sha256", `, mirrors: ["${url}"], sha256`)],
      "make()",
    ),
  ).toEqual(expected);
});

test.each([
  ["configures below another folder", "cd src && ../configure --x", ["W206"]],
  ["installs with make", 'make -C sub DESTDIR="$PWD" install', ["W206"]],
  ["installs only headers with make", "make install-headers", []],
  ["speaks of configure in a comment", "# ./configure fails\ncc -o tool tool.c", []],
  ["lays out what it built", "cc -o tool tool.c\ninstall -D tool /rootfs/usr/bin/tool", []],
])("W206 of a body that %s", async (_, body, expected) => {
  expect(await codes([archive], `sh\`${body}\``)).toEqual(expected);
});

test.each([
  ["is `:`", "make({ before: { build: sh`:` } })", ["W207"]],
  ["is empty", "make({ before: { build: sh`` } })", ["W207"]],
  ["runs something after a comment", "make({ before: { build: sh`# first\ntouch x` } })", []],
])("W207 of a hook that %s", async (_, build, expected) => {
  expect(await codes([archive], build)).toEqual(expected);
});

test.each([
  ["named in shell text", "sh`cc -DNOTES=/sources/notes.txt tool.c`", "", []],
  ["meant by a pattern", "sh`cat /sources/*.txt >x; cc tool.c`", "", []],
  ["reached through a variable", 'sh`for f in a; do cp "/sources/$f" .; done; cc tool.c`', "", []],
  ["named in a flag", 'make({ flags: ["NOTES=/sources/notes.txt"] })', "", []],
  ["not the one that is named", "sh`cc -DX=/sources/tool-1.0.tar.gz tool.c`", "", ["W208"]],
  ["of no use", "make()", "", ["W208"]],
])("W208 of a source that is %s", async (_, build, rest, expected) => {
  expect(await codes([archive, notes], build, rest)).toEqual(expected);
});

test("a literal spread into a definition counts where it stands", async () => {
  expect(
    await codes(
      [archive],
      "make()",
      '...{ config: { workdir: "/", user: "0:0" }, setuid: ["/usr/bin/b", "/usr/bin/a"] },',
    ),
  ).toEqual(["W201", "W201", "W202"]);
});
