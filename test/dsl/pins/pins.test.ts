import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { containerfileReferences } from "../../../dsl/pins/containerfile.js";
import { otherReferences } from "../../../dsl/pins/other-file.js";
import { defs, repository } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";
import { files, old, newest, strange } from "./files.js";

const skeleton = join(repository, "test/skeleton");

interface Row {
  readonly line: number;
  readonly reference: string;
  readonly status: string;
  readonly why: string;
  readonly version: string | null;
  readonly moves: readonly string[];
}

describe("defs pins on files of consumers", () => {
  let [root, work] = ["", ""];
  const git = (...words: string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...words], {
      cwd: root,
      encoding: "utf8",
    });
  const pins = (...words: string[]) =>
    defs(root, ["pins", ...words], { env: { OUT: join(root, "out") }, stripFinalNewline: false });

  beforeAll(() => {
    root = temporaryFolder({ from: skeleton, onTestFinished: afterAll });
    work = temporaryFolder({ onTestFinished: afterAll });
    const key = join(root, "generated/core/zlib/linux-amd64.key");
    const now = { key: readFileSync(key, "utf8"), graph: readFileSync(join(root, "generated/graph.json"), "utf8") };
    writeFiles(root, {
      "digests/linux-amd64/core.txt": `${old} core-zlib\n`,
      "generated/core/zlib/linux-amd64.key": now.key.replace('"config":{', '"config":{"Entrypoint":["/usr/bin/old"],'),
      "generated/graph.json": now.graph.replace(/("name": "core-zlib"[^]*?"provides": )\[\]/, '$1["gone"]'),
    });
    git("init", "-q", ".");
    git("add", "generated", "digests");
    git("commit", "-q", "-m", "first");
    writeFiles(root, {
      "digests/linux-amd64/core.txt": `${newest} core-zlib\n`,
      "generated/core/zlib/linux-amd64.key": now.key,
      "generated/graph.json": now.graph,
    });
    git("commit", "-q", "-a", "-m", "second");
  });

  test("there are twenty of them", () => expect(Object.keys(files).length).toBeGreaterThanOrEqual(20));

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
    const header = (path: string): Buffer => {
      const block = Buffer.alloc(512);
      block.write(path, 0);
      block.write("0000644\0", 100);
      block.write("0000000\0", 108);
      block.write("0000000\0", 116);
      block.write("00000000000\0", 124);
      block.write("00000000000\0", 136);
      block.write("        0", 148);
      block.write("ustar  \0", 257);
      block.write(
        `${block
          .reduce((sum, byte) => sum + byte, 0)
          .toString(8)
          .padStart(6, "0")}\0`,
        148,
      );
      return block;
    };
    const layer = Buffer.concat([header("./usr/share/zlib/zlib.h"), Buffer.alloc(1024)]);
    const digest = createHash("sha256").update(layer).digest("hex");
    const layout = "out/linux-amd64/core-zlib";
    writeFiles(root, {
      [`${layout}/index.json`]: JSON.stringify({ manifests: [{ digest: `sha256:${newest}` }] }),
      [`${layout}/blobs/sha256/${newest}`]: JSON.stringify({
        layers: [{ digest: `sha256:${digest}`, size: layer.length }],
      }),
      [`${layout}/blobs/sha256/${digest}`]: layer,
    });
    writeFiles(work, {
      Moved: `FROM scratch\nCOPY --from=stagex.invalid/core-zlib@sha256:${newest} /usr/include/zlib.h /usr/share/zlib/zlib.h /\n`,
    });
    const { stdout } = await pins(join(work, "Moved"), "--json");
    expect((JSON.parse(stdout) as Row[])[0]!.moves).toEqual([
      "has no /usr/include/zlib.h; there is /usr/share/zlib/zlib.h",
    ]);
  });

  test.each([
    ["missing", undefined, 2, "missing: not found"],
    ["latin1", Buffer.from([0x46, 0xe9]), 2, "latin1: not UTF-8 text"],
  ])("a file that is %s is refused in one line", async (name, bytes, code, said) => {
    if (bytes !== undefined) writeFiles(work, { [name]: bytes });
    const { stderr, exitCode, stdout } = await pins(join(work, name), "--write");
    expect([stdout, exitCode, stderr.toLowerCase()]).toEqual(["", code, expect.stringContaining(said.toLowerCase())]);
    expect(stderr.trim().split("\n").length).toBe(1);
  });

  test("an anchor without a policy is status 3", async () => {
    writeFiles(work, { Any: "FROM scratch\n" });
    expect((await pins(join(work, "Any"), "--trusted-policy", strange)).exitCode).toBe(3);
  });
});

test("places are those of the text, also behind characters of two units", () => {
  const text = "# 𝕊\nFROM x.invalid/a # no comment here\n";
  expect(text.slice(containerfileReferences(text)[0]!.at)).toMatch(/^x\.invalid\/a/);
  const compose = "# 𝕊\nservices: {a: {image: x.invalid/a}}\n";
  expect(compose.slice(otherReferences(compose)[0]!.at)).toMatch(/^x\.invalid\/a/);
});
