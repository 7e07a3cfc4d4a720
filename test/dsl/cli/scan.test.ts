import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { defs, type Outcome, repository } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";
import { samples, tar } from "../scan/archives.js";

const skeleton = join(repository, "test/skeleton");
const bytes = gzipSync(
  tar(
    ["zlib/a.txt", "text"],
    ["zlib/b\n\u001b[31m", samples.elf],
    ["zlib/po/de.gmo", samples.gettext],
    ["zlib/po/fr.gmo", samples.gettext],
  ),
);
const sha256 = createHash("sha256").update(bytes).digest("hex");
const entry = {
  source: "zlib-1.3.1.tar.gz",
  sha256,
  path: "*/po/*.gmo",
  files: { "gettext catalogue": 2 },
  reason: "translations that nobody installs",
};
const elf = { ...entry, path: "zlib/b*", files: { "ELF file": 1 }, reason: "a program that nobody runs" };

/**
 * A tree whose core-zlib comes from the bytes above, left packed because of such a name, or from others, with a store that has them, and a
 * list of what is accepted.
 */
function tree(
  list?: unknown,
  stored: Buffer = bytes,
  wanted: Buffer = bytes,
): { scan: (...words: string[]) => Promise<Outcome> } {
  const [root, store] = [temporaryFolder({ from: skeleton }), temporaryFolder()];
  const hash = createHash("sha256").update(wanted).digest("hex");
  const text = readFileSync(join(root, "defs/core/zlib.ts"), "utf8")
    .replace(/sha256: ".*"/, `sha256: "${hash}"`)
    .replace(/size: \d+/, `size: ${wanted.length}${wanted === bytes ? ", extract: false" : ""}`);
  writeFiles(root, {
    "defs/core/zlib.ts": text,
    "accepted-binaries.json":
      typeof list === "string" ? list : JSON.stringify({ schema: 1, accepted: list ?? [] }, undefined, 2),
  });
  writeFiles(store, { [`sha256/${hash}`]: stored });
  return { scan: (...words) => defs(root, ["sources", "scan", ...words], { env: { STAGEX_STORE: store } }) };
}

describe("defs sources scan", () => {
  test("names what nobody accepted, safe to print, with size and hash, and fails", async () => {
    const { stdout, exitCode } = await tree([entry]).scan("core-zlib");
    expect(stdout).toBe(
      `zlib-1.3.1.tar.gz: zlib/b\\u{a}\\u{1b}[31m: ELF file, 64, ${createHash("sha256").update(samples.elf).digest("hex")}\n` +
        "scanned 1 of 1 sources: 4 files, 0 of them pictures and the like; 3 pre-built files, 2 accepted, 1 not",
    );
    expect(exitCode).toBe(1);
  });

  test("names what tools unpack differently, and fails", async () => {
    const other = gzipSync(tar(["zlib/a.txt", "text"], ["zlib//b.txt", "text"]));
    const { stdout, exitCode } = await tree([], other, other).scan("core-zlib");
    expect([exitCode, stdout.split("\n")[0]]).toEqual([
      1,
      "zlib-1.3.1.tar.gz: has a name with two slashes in a row, 'zlib//b.txt', which GNU's tools and busybox's unpack differently",
    ]);
  });

  test("is content when everything is accepted, and shows the reasons when asked", async () => {
    const { scan } = tree([entry, elf]);
    expect(await scan("core-zlib")).toMatchObject({
      exitCode: 0,
      stdout: "scanned 1 of 1 sources: 4 files, 0 of them pictures and the like; 3 pre-built files, 3 accepted, 0 not",
    });
    expect((await scan("core-zlib", "--all")).stdout).toMatch(
      /^zlib-1\.3\.1\.tar\.gz: zlib\/po\/de\.gmo: gettext catalogue, 8, \w{64}; accepted: translations that nobody installs$/m,
    );
  });

  test("fails when a source is not in the store, and says how to get it", async () => {
    const { stdout, exitCode } = await tree([entry, elf]).scan();
    expect(stdout).toContain("bzip2-1.0.8.tar.gz: not scanned: not in the store\n");
    expect(stdout).toMatch(/^scanned 1 of 2 sources: .*; `make fetch` fetches what is not in the store$/m);
    expect(exitCode).toBe(1);
  });

  test("fails when the store has other bytes under the name", async () => {
    const { stdout, exitCode } = await tree([entry, elf], gzipSync("other")).scan("core-zlib");
    expect(stdout).toContain(
      "zlib-1.3.1.tar.gz: not scanned: its bytes in the store are not those of its sha256; delete that file and fetch again\n",
    );
    expect(exitCode).toBe(1);
  });

  test.each([
    [
      "that fits nothing any more",
      [entry, elf, { ...elf, path: "zlib/c" }],
      24,
      "accepts 1 of kind ELF file, but nothing is there for it; an entry before it takes what fits both",
    ],
    ["with a misspelt key", [entry, { ...elf, pth: "a" }], 15, 'accepted.1: Unrecognized key: "pth"'],
    ["in a list that is no JSON", "{", 1, "is not JSON: "],
  ])("refuses an entry %s, at its line", async (_, list, line, message) => {
    const { stderr, exitCode } = await tree(list).scan("core-zlib");
    expect(stderr).toContain(`accepted-binaries.json:${line}:1 - error: ${message}`);
    expect(exitCode).toBe(1);
  });

  test("gives programs everything as JSON", async () => {
    const { stdout } = await tree([entry]).scan("core-zlib", "--json");
    const { sources, problems } = JSON.parse(stdout) as {
      sources: { findings: { accepted?: string }[] }[];
      problems: unknown[];
    };
    expect(problems).toEqual([]);
    expect(sources).toMatchObject([{ source: "zlib-1.3.1.tar.gz", sha256, files: 4 }]);
    expect(sources[0]!.findings.map(({ accepted }) => accepted)).toEqual([undefined, entry.reason, entry.reason]);
  });

  test("suggests the image that was meant", async () => {
    expect(await tree().scan("core-zlb")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("there is no image 'core-zlb'; did you mean 'core-zlib'?"),
    });
  });
});

test.each([".", "test/skeleton"])(
  "The list of accepted files of %s has the right form, and names sources of the tree alone.",
  async (root) => {
    const { stderr } = await defs(join(repository, root), ["sources", "scan"], {
      env: { STAGEX_STORE: temporaryFolder() },
    });
    expect(stderr).not.toContain("accepted-binaries.json");
  },
);
