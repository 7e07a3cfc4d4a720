import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDeb, sha256, sha256File } from "./deb.js";
import type { DebFile } from "./deb.js";

const repository = new URL("../..", import.meta.url).pathname;
const script = join(repository, "scripts/host-seed");
const seeds = join(repository, "bootstrap/host-seeds");
const hasDpkgDeb = spawnSync("dpkg-deb", ["--version"]).status === 0;
const isRoot = process.getuid?.() === 0;

const packages: Readonly<Record<string, Readonly<Record<string, DebFile>>>> = {
  "a_1_amd64.deb": {
    "bin/tool": { text: "old tool\n", mode: 0o4755 },
    "lib/libtool.so.1": { text: "library\n", mode: 0o600 },
    "usr/share/doc/a/copyright": { text: "text\n", mode: 0o644 },
  },
  "b_1_amd64.deb": {
    bin: { link: "usr/bin" },
    "usr/bin/tool": { text: "new tool\n", mode: 0o755 },
    "usr/lib/libtool.so": { link: "libtool.so.1" },
  },
};

let scratch: string;

/** Makes a tree with the seed `sample`: its packages in the store, its list, its conf files. */
function makeTree(): string {
  const tree = mkdtempSync(join(scratch, "tree-"));
  mkdirSync(join(tree, "bootstrap/host-seeds"), { recursive: true });
  mkdirSync(join(tree, "store/sha256"), { recursive: true });
  const lines = Object.entries(packages).map(([name, files]) => {
    const deb = makeDeb(scratch, files);
    writeFileSync(join(tree, "store/sha256", sha256(deb)), deb, { mode: 0o444 });
    return `${sha256(deb)} ${deb.length} ${name} mirror://debian@20260101T000000Z/pool/${name}\n`;
  });
  const file = (name: string, text: string) => writeFileSync(join(tree, "bootstrap/host-seeds", name), text);
  file("sample.txt", `# sample\n${lines.join("")}`);
  file("sample.conf", "release sid\npackage a\nlink usr/bin/cc tool\n");
  file("common.conf", "dir tmp 1777\nline etc/group root:x:0:\ndir etc 755\ndrop usr/share/doc\n");
  chmodSync(tree, 0o755);
  return tree;
}

type Options = { readonly env?: Readonly<Record<string, string>>; readonly uid?: number; readonly cwd?: string };

function run(tree: string, args: readonly string[], options: Options = {}) {
  const env = { ...process.env, STAGEX_ROOT: tree, STAGEX_STORE: join(tree, "store"), ...options.env };
  const user = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid };
  return spawnSync("sh", [script, ...args], { env, cwd: options.cwd ?? tree, encoding: "utf8", ...user });
}

function listing(tar: string): string[] {
  const text = execFileSync("tar", ["-tvf", tar, "--full-time", "--numeric-owner"], { encoding: "utf8" });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/ +/g, " "));
}

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "host-seed-"));
  chmodSync(scratch, 0o755);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the locked lists", () => {
  const names = readdirSync(seeds)
    .filter((name) => name.endsWith(".txt"))
    .map((name) => name.slice(0, -4));
  const records = (name: string) =>
    readFileSync(join(seeds, `${name}.txt`), "utf8")
      .trimEnd()
      .split("\n")
      .filter((line) => !line.startsWith("#"));
  const arguments_ = (name: string, keyword: string) =>
    [...readFileSync(join(seeds, `${name}.conf`), "utf8").matchAll(new RegExp(`^${keyword} +(.*)$`, "gm"))].map(
      (m) => m[1],
    );

  it("exist for two compilers and three releases, and for the recipes", () => {
    const recipes = ["debian-trixie-go", "debian-trixie-recipes", "debian-trixie-rust"];
    expect(names).toEqual(["debian-bookworm-gcc", "debian-forky-clang", "debian-trixie-gcc", ...recipes].sort());
  });

  it.each(names)("%s is a source manifest of one snapshot, sorted by file name", (name) => {
    const line =
      /^[0-9a-f]{64} [1-9][0-9]* ([a-z0-9][A-Za-z0-9._+~-]*\.deb) mirror:\/\/debian@(\d{8}T000000Z)\/pool\/main\/\S+\/(\S+)$/;
    const matches = records(name).map((text) => line.exec(text) ?? expect.fail(`not a manifest line: ${text}`));
    const files = matches.map((match) => match[1]);
    expect(files).toEqual([...new Set(files)].sort());
    expect(files).toEqual(matches.map((match) => match[3]));
    expect(new Set(matches.map((match) => match[2])).size).toBe(1);
  });

  it.each(names)("%s holds every package asked for and none that is left out", (name) => {
    const listed = new Set(records(name).map((line) => line.split(" ")[2]?.split("_")[0]));
    expect(arguments_(name, "package").filter((wanted) => !listed.has(wanted))).toEqual([]);
    expect(arguments_(name, "without").filter((left) => listed.has(left))).toEqual([]);
  });

  it("give the Clang seed no GNU compiler, assembler or linker", () => {
    const listed = records("debian-forky-clang").map((line) => line.split(" ")[2] ?? "");
    expect(listed.filter((file) => /^(binutils|gcc-\d+_|gcc_|g\+\+|cpp)/.test(file))).toEqual([]);
  });
});

describe.skipIf(!hasDpkgDeb)("host-seed tar", () => {
  it("merges the packages in list order, without documentation, setuid bits or owners", () => {
    const tree = makeTree();
    const result = run(tree, ["tar", "sample", "out.tar"]);
    expect(result.stderr).toBe("");
    const date = "1980-01-02 00:00:00";
    expect(listing(join(tree, "out.tar"))).toEqual([
      `drwxr-xr-x 0/0 0 ${date} ./`,
      `lrwxrwxrwx 0/0 0 ${date} ./bin -> usr/bin`,
      `drwxr-xr-x 0/0 0 ${date} ./etc/`,
      `-rw-r--r-- 0/0 10 ${date} ./etc/group`,
      `lrwxrwxrwx 0/0 0 ${date} ./lib -> usr/lib`,
      `lrwxrwxrwx 0/0 0 ${date} ./lib64 -> usr/lib64`,
      `lrwxrwxrwx 0/0 0 ${date} ./sbin -> usr/sbin`,
      `drwxrwxrwt 0/0 0 ${date} ./tmp/`,
      `drwxr-xr-x 0/0 0 ${date} ./usr/`,
      `drwxr-xr-x 0/0 0 ${date} ./usr/bin/`,
      `lrwxrwxrwx 0/0 0 ${date} ./usr/bin/cc -> tool`,
      `-rwxr-xr-x 0/0 9 ${date} ./usr/bin/tool`,
      `drwxr-xr-x 0/0 0 ${date} ./usr/lib/`,
      `lrwxrwxrwx 0/0 0 ${date} ./usr/lib/libtool.so -> libtool.so.1`,
      `-rw-r--r-- 0/0 8 ${date} ./usr/lib/libtool.so.1`,
      `drwxr-xr-x 0/0 0 ${date} ./usr/lib64/`,
      `drwxr-xr-x 0/0 0 ${date} ./usr/sbin/`,
      `drwxr-xr-x 0/0 0 ${date} ./usr/share/`,
    ]);
    const tool = execFileSync("tar", ["-xOf", join(tree, "out.tar"), "./usr/bin/tool"], { encoding: "utf8" });
    expect(tool).toBe("new tool\n");
  });

  it("writes the same bytes in another time zone and directory, and as another user", () => {
    const tree = makeTree();
    const out = mkdtempSync(join(scratch, "out-"));
    chmodSync(out, 0o777);
    const other = {
      env: { TZ: "Asia/Tokyo", LC_ALL: "C.UTF-8", TMPDIR: out },
      cwd: out,
      ...(isRoot ? { uid: 65534 } : {}),
    };
    expect(run(tree, ["tar", "sample", join(out, "one.tar")]).status).toBe(0);
    expect(run(tree, ["tar", "sample", join(out, "two.tar")], other).stderr).toBe("");
    expect(sha256File(join(out, "two.tar"))).toBe(sha256File(join(out, "one.tar")));
  });

  it("leaves no output when a package is not a Debian package", () => {
    const tree = makeTree();
    const text = Buffer.from("not a package\n");
    writeFileSync(join(tree, "store/sha256", sha256(text)), text);
    const line = `${sha256(text)} ${text.length} c_1_amd64.deb mirror://debian/pool/c_1_amd64.deb\n`;
    writeFileSync(join(tree, "bootstrap/host-seeds/sample.txt"), line);
    const result = run(tree, ["tar", "sample", "out.tar"]);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain("scripts/host-seed: c_1_amd64.deb: not a Debian package");
    expect(readdirSync(tree).filter((name) => name.startsWith("out.tar"))).toEqual([]);
  });
});

describe("host-seed called wrongly", () => {
  it.each([
    ["without arguments", [], "usage: scripts/host-seed resolve NAME | scripts/host-seed tar NAME OUT.tar"],
    ["with an unknown seed", ["tar", "nosuch", "x"], "nosuch: no such seed; there are: sample"],
    ["with a path for a name", ["resolve", "../sample"], "../sample: not the name of a seed"],
  ])("%s ends with status 2 and says what is wrong", (_, args, message) => {
    const result = run(makeTree(), args);
    expect(result.stderr).toContain(`scripts/host-seed: ${message}`);
    expect(result.status).toBe(2);
  });

  it("names the command that writes a missing list", () => {
    const tree = makeTree();
    rmSync(join(tree, "bootstrap/host-seeds/sample.txt"));
    const result = run(tree, ["tar", "sample", "out.tar"]);
    expect(result.stderr).toContain("sample.txt: not found; run `scripts/host-seed resolve sample`");
    expect(result.status).toBe(1);
  });

  it("says that dpkg-deb is missing", () => {
    const tree = makeTree();
    const bin = join(tree, "bin");
    mkdirSync(bin);
    for (const tool of ["dirname", "grep", "mktemp", "rm", "sh"]) {
      const path = execFileSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim();
      execFileSync("ln", ["-s", path, join(bin, tool)]);
    }
    const result = run(tree, ["tar", "sample", "out.tar"], { env: { PATH: bin } });
    expect(result.stderr).toBe("scripts/host-seed: dpkg-deb is not installed; it is part of every Debian system\n");
    expect(result.status).toBe(1);
  });
});
