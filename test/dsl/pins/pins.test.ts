import { createHash } from "node:crypto";
import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { containerfileReferences } from "../../../dsl/pins/containerfile.js";
import { hclReferences } from "../../../dsl/pins/hcl-file.js";
import { placeOf, type Reference } from "../../../dsl/pins/reference.js";
import { yamlReferences } from "../../../dsl/pins/yaml-file.js";
import { defs, repository } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";
import { git } from "../../support/git.js";
import { files as shapes, old, newest, strange } from "./files.js";
import { grammar } from "./grammar.js";

const files = { ...shapes, ...grammar };
const skeleton = join(repository, "test/skeleton");

interface Row {
  readonly line: number;
  readonly reference: string;
  readonly status: string;
  readonly why: string;
  readonly version: string | null;
  readonly moves: readonly string[];
  readonly unchecked: readonly string[];
}

describe("defs pins on files of consumers", () => {
  let [root, work] = ["", ""];
  const pins = (...words: string[]) =>
    defs(root, ["pins", ...words], { env: { OUT: join(root, "out") }, stripFinalNewline: false });

  beforeAll(() => {
    root = temporaryFolder({ from: skeleton, onTestFinished: afterAll });
    work = temporaryFolder({ onTestFinished: afterAll });
    const key = join(root, "generated/core/zlib/linux-amd64.key");
    const now = { key: readFileSync(key, "utf8"), graph: readFileSync(join(root, "generated/graph.json"), "utf8") };
    writeFiles(root, {
      "digests/linux-amd64/core.txt": `${old} core-zlib\n`,
      "digests/linux-amd64/pallet.txt": `${"5".repeat(64)} pallet-compression\n`,
      "generated/core/zlib/linux-amd64.key": now.key.replace('"config":{', '"config":{"Entrypoint":["/usr/bin/old"],'),
      "generated/graph.json": now.graph.replace(/("name": "core-zlib"[^]*?"provides": )\[\]/, '$1["gone"]'),
    });
    git(root, "init", "-q", ".");
    git(root, "add", "generated", "digests");
    git(root, "commit", "-q", "-m", "first");
    writeFiles(root, {
      "digests/linux-amd64/core.txt": `${newest} core-zlib\n`,
      "generated/core/zlib/linux-amd64.key": now.key,
      "generated/graph.json": now.graph,
    });
    git(root, "commit", "-q", "-a", "-m", "second");
  });

  test("there are twenty of them", () => expect(Object.keys(shapes).length).toBeGreaterThanOrEqual(20));

  describe("each of them", () => {
    const names = Object.keys(files);
    let rows: (Row & { file: string })[] = [];
    let [before, after] = [new Map<string, string>(), new Map<string, string>()];
    const texts = () => new Map(names.map((name) => [name, readFileSync(join(work, name), "utf8")]));

    beforeAll(async () => {
      writeFiles(work, Object.fromEntries(names.map((name) => [name, files[name]!.text])));
      const all = names.map((name) => join(work, name));
      const seen = await pins(...all, "--json", "--repository", "registry.example/images");
      expect([seen.stderr, seen.exitCode]).toEqual(["", 1]);
      rows = JSON.parse(seen.stdout) as typeof rows;
      before = texts();
      expect((await pins(...all, "--write", "--repository", "registry.example/images")).stderr).toBe("");
      after = texts();
    });

    test.each(Object.entries(files))("%s", (name, sample) => {
      const mine = rows.filter(({ file }) => file === join(work, name));
      expect(mine.map(({ line, status }) => `${line} ${status}`)).toEqual(sample.found);
      expect(before.get(name)).toBe(sample.text);
      expect(after.get(name)).toBe(sample.after ?? sample.text);
    });
  });

  test("entrypoints and commands that went away since are told", async () => {
    writeFiles(work, { Containerfile: `FROM stagex.invalid/core-zlib@sha256:${old}\n` });
    const { stdout, exitCode } = await pins(join(work, "Containerfile"));
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Containerfile:1: old: stagex.invalid/core-zlib@sha256:1111");
    expect(stdout).toContain("core-zlib entrypoint was /usr/bin/old, is none");
    expect(stdout).toContain("core-zlib no longer brings gone");
  });

  test("a path that moved is told with the one where it is now", async () => {
    const header = (path: string, type = "0", target = ""): Buffer => {
      const block = Buffer.alloc(512);
      const fields: [string, number][] = [
        [path, 0],
        ["0000644\0", 100],
        ["0000000\0", 108],
        ["0000000\0", 116],
        ["00000000000\0", 124],
        ["00000000000\0", 136],
        ["        0", 148],
        [type, 156],
        [target, 157],
        ["ustar  \0", 257],
      ];
      for (const [text, at] of fields) block.write(text, at);
      const sum = block.reduce((whole, byte) => whole + byte, 0);
      block.write(`${sum.toString(8).padStart(6, "0")}\0`, 148);
      return block;
    };
    const layer = Buffer.concat([
      header("./usr/share/zlib/zlib.h"),
      header("./lib", "2", "usr/lib"),
      header("./usr/lib/libz.a"),
      Buffer.alloc(1024),
    ]);
    const digest = createHash("sha256").update(layer).digest("hex");
    const layout = "out/linux-amd64/core-zlib";
    writeFiles(root, {
      [`${layout}/index.json`]: JSON.stringify({ manifests: [{ digest: `sha256:${newest}` }] }),
      [`${layout}/blobs/sha256/${newest}`]: JSON.stringify({
        layers: [{ digest: `sha256:${digest}`, size: layer.length }],
      }),
      [`${layout}/blobs/sha256/${digest}`]: layer,
    });
    const image = `stagex.invalid/core-zlib@sha256:${newest}`;
    writeFiles(work, {
      Moved: [
        `FROM ${image} AS pure`,
        `FROM ${image} AS changed`,
        'RUN ["make", "/made"]',
        "FROM scratch",
        `COPY --from=${image} /usr/include/zlib.h /usr/share/zlib/zlib.h /lib/libz.a /`,
        'COPY --from=pure ["usr/include/zlib.h", "/usr/include/"]',
        "COPY --from=changed /made /",
        `COPY --from=stagex.invalid/pallet-compression /usr/lib/libz.a /`,
        `RUN --mount=type=bind,source=/usr/include/zlib.h,from=${image},target=/z.h ["/made"]`,
        "",
      ].join("\n"),
    });
    const rows = JSON.parse((await pins(join(work, "Moved"), "--json")).stdout) as Row[];
    const moved = ["has no /usr/include/zlib.h; there is /usr/share/zlib/zlib.h"];
    expect(rows.map(({ line, moves, unchecked }) => ({ line, moves, unchecked }))).toEqual([
      { line: 1, moves: moved, unchecked: [] },
      { line: 2, moves: [], unchecked: [] },
      { line: 5, moves: moved, unchecked: [] },
      { line: 8, moves: [], unchecked: ["/usr/lib/libz.a"] },
      { line: 9, moves: moved, unchecked: [] },
    ]);
    writeFiles(root, { [`${layout}/blobs/sha256/${newest}`]: "{" });
    const { stderr, exitCode } = await pins(join(work, "Moved"));
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/^defs: \S+out\/linux-amd64\/core-zlib cannot be read: .*; `make verify` tells more\n$/),
    ]);
  });

  test("what --write leaves is said with the reason, and a file behind a link keeps its mode", async () => {
    writeFiles(work, {
      Shared: `ARG D=${old}\nFROM stagex.invalid/core-zlib@sha256:$D AS a\nFROM debian@sha256:$D\n`,
      Left: `ARG TAG=1.2.0\nFROM stagex.invalid/core-zlib:$TAG@sha256:${old}\nFROM stagex/core-zlib:sx2024.03.0\n`,
      Behind: `FROM stagex.invalid/core-zlib@sha256:${old}\n`,
    });
    chmodSync(join(work, "Behind"), 0o640);
    symlinkSync("Behind", join(work, "Link"));
    const { stdout, exitCode } = await pins(join(work, "Left"), join(work, "Link"), "--write");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("  left as it is: its name, its tag and its digest are in different places\n");
    expect(stdout).toContain("pinned by the tag alone of StageX's release 2024.03.0; 1.3.1 is newer\n");
    expect(stdout).toContain("  left as it is: no repository of this tree's images; --repository names one\n");
    expect(stdout).toMatch(/^3 images named, 1 pins written, 2 to look at$/m);
    const shared = await pins(join(work, "Shared"), "--write");
    expect(shared.stdout).toContain("  left as it is: its digest is in a variable that another image has, too\n");
    expect(lstatSync(join(work, "Link")).isSymbolicLink()).toBe(true);
    expect(statSync(join(work, "Behind")).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(work, "Behind"), "utf8")).toBe(`FROM stagex.invalid/core-zlib@sha256:${newest}\n`);
  });

  test.each([
    ["missing", undefined, 2, "missing: not found"],
    ["latin1", Buffer.from([0x46, 0xe9]), 2, "latin1: not UTF-8 text"],
    ["endless", "FROM scratch\nRUN <<EOF\n", 2, "endless:2: the heredoc EOF has no end"],
    ["nameless", "FROM scratch\nFROM --platform=linux/amd64\n", 2, "nameless:2: FROM names no image"],
    ["open.yaml", 'services:\n  a: "b\n', 2, "open.yaml:3: Missing closing"],
    ["inline.yaml", "a:\n  dockerfile_inline: |\n    RUN <<EOF\n", 2, "inline.yaml:3: the heredoc EOF has no end"],
    ["open.hcl", 'target "a" {\n  dockerfile-inline = <<EOT\n', 2, "open.hcl:2: the heredoc EOT has no end"],
  ])("a file that is %s is refused in one line, and nothing is written", async (name, bytes, code, said) => {
    const before = `FROM stagex.invalid/core-zlib@sha256:${old}\n`;
    writeFiles(work, { Before: before, ...(bytes === undefined ? {} : { [name]: bytes }) });
    const { stderr, exitCode, stdout } = await pins(join(work, "Before"), join(work, name), "--write");
    expect([stdout, exitCode, stderr.toLowerCase()]).toEqual(["", code, expect.stringContaining(said.toLowerCase())]);
    expect(stderr.trim().split("\n").length).toBe(1);
    expect(readFileSync(join(work, "Before"), "utf8")).toBe(before);
  });

  test("an anchor without a policy is status 3", async () => {
    writeFiles(work, { Any: "FROM scratch\n" });
    expect((await pins(join(work, "Any"), "--trusted-policy", strange)).exitCode).toBe(3);
  });
});

test("places are those of the text, also behind characters of two units", () => {
  const startsAt = (text: string, reference?: Reference): string => text.slice(placeOf(reference!, 0, 1));
  const text = "# 𝕊\nFROM x.invalid/a # no comment here\n";
  expect(startsAt(text, containerfileReferences(text)[0])).toMatch(/^x\.invalid\/a/);
  const compose = "# 𝕊\nservices: {a: {image: x.invalid/a}}\n";
  expect(startsAt(compose, yamlReferences(compose, [])[0])).toMatch(/^x\.invalid\/a/);
  const bake = '# 𝕊\ntarget "a" { contexts = { a = "docker-image://x.invalid/a" } }\n';
  expect(startsAt(bake, hclReferences(bake, [])[0])).toMatch(/^x\.invalid\/a/);
});
