import { createHash } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { status, whole } from "../../support/http.js";
import { makeGpg } from "../../trust/gpg.js";
import { configure, workbench, type Workbench } from "./archives.js";

const definition = `import { autotools, debian, definePackage, gnu } from "#dsl";
import { toolchain } from "../bootstrap/toolchain.js";

// The newest that builds here.
const version = "1.2.3"; // upstream's own
const hash = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

export const tool = definePackage({
  name: "core-tool",
  version,
  description: "Example of a tool", // 1.2.3 was the first
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: gnu(\`tool/1.2/tool-\${version}.tar.gz\`),
      mirrors: [debian(\`pool/tool_\${version}.orig.tar.gz\`)],
      sha256: hash,
      size: 1000,
    },
    { url: gnu("tool/tool-1_2_3-extra.tar.gz"), sha256: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", into: "extra" },
    { url: "https://example.org/data.tar.gz", sha256: "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc", size: 5, into: "data" },
  ],
  patches: ["good.patch", "stale.patch"],
  base: toolchain,
  build: autotools({ configure: ["--with-release=1.2.3"] }),
});
`;

const patchOf = (file: string, before: string, after: string): string =>
  `--- a/${file}\n+++ b/${file}\n@@ -1 +1 @@\n-${before}\n+${after}\n`;

const extras = {
  "defs/core/tool/good.patch": patchOf("one.c", "one", "ONE"),
  "defs/core/tool/stale.patch": patchOf("two.c", "two", "TWO"),
};

async function bench(text = definition, files: Readonly<Record<string, string>> = extras): Promise<Workbench> {
  return workbench({ "defs/core/tool.ts": text, ...files });
}

/** The definition with one plain source and no patch. */
function plain(source: string, version = 'const version = "1.2.3";'): string {
  return definition
    .replace(/const version.*\n.*\n/, `${version}\n`)
    .replace(/sources: \[[\s\S]*?\n {2}\],\n {2}patches.*\n/, `sources: [${source}],\n`)
    .replace(/import .* from "#dsl";/, 'import { autotools, definePackage, gnu } from "#dsl";');
}

describe("defs bump", () => {
  test("writes version, hashes and sizes, keeps all else, and tells what it saw", async () => {
    const tree = await bench();
    const main = tree.offer("/tool/1.3/tool-1.3.0.tar.gz", { configure, "one.c": "one\n", "two.c": "three\n" });
    const extra = tree.offer("/tool/tool-1_3_0-extra.tar.gz", { extra: "1.3.0" });
    const { stdout, stderr, exitCode } = await tree.run("bump", "core-tool", "1.3.0");
    expect(exitCode).toBe(0);
    expect(tree.read("defs/core/tool.ts")).toBe(
      definition
        .replace('version = "1.2.3"', 'version = "1.3.0"')
        .replace("tool/1.2/", "tool/1.3/")
        .replace("1_2_3", "1_3_0")
        .replace(/a{64}/, main.sha256)
        .replace("1000", String(main.size))
        .replace(/b{64}/, extra.sha256),
    );
    expect(stdout).toMatch(/^-const version = "1\.2\.3"; [^]*^\+const version = "1\.3\.0"; /m);
    expect(stderr.split("\n").slice(-9)).toEqual([
      "bumped core-tool from 1.2.3 to 1.3.0",
      `  source   tool-1.3.0.tar.gz ${main.sha256} ${main.size} bytes, seen from here only: compare it with upstream's own signature or hash`,
      `  source   tool-1_3_0-extra.tar.gz ${extra.sha256} ${extra.size} bytes, seen from here only: compare it with upstream's own signature or hash`,
      "  kept     data.tar.gz: its address does not change with the version",
      "  patch    good.patch applies",
      "  patch    stale.patch no longer applies: Hunk #1 FAILED at 1.",
      '  left     line 11 still holds 1.2.3: description: "Example of a tool", // 1.2.3 was the first',
      '  left     line 26 still holds 1.2.3: build: autotools({ configure: ["--with-release=1.2.3"] }),',
      "next: `defs compile` and `make core-tool`",
    ]);
    expect((await tree.run("compile")).exitCode).toBe(0);
  });

  test("says of a patch that only fuzz would let it apply, and elsewhere", async () => {
    const context = "def allow_guest():\n    check()\n    return True\n";
    const tree = await bench(definition, {
      "defs/core/tool/good.patch": `--- a/one.c\n+++ b/one.c\n@@ -1,3 +1,3 @@\n${context
        .replace(/^/gm, " ")
        .slice(0, -1)
        .replace(" " + "    return True", "-    return True\n+    return False")}`,
      "defs/core/tool/stale.patch": patchOf("two.c", "two", "TWO"),
    });
    tree.offer("/tool/1.3/tool-1.3.0.tar.gz", {
      configure,
      "one.c": context.replace("guest", "root"),
      "two.c": "two\n",
    });
    tree.offer("/tool/tool-1_3_0-extra.tar.gz", { extra: "1.3.0" });
    const { stderr } = await tree.run("bump", "core-tool", "1.3.0");
    expect(stderr).toContain("patch    good.patch applies with fuzz alone, which builds refuse: one.c: does not fit\n");
    expect(stderr).toContain("patch    stale.patch applies\n");
  });

  test("takes a mirror when the first address does not answer, and --print changes nothing", async () => {
    const tree = await bench();
    tree.offer("/debian/pool/tool_1.2.4.orig.tar.gz", { configure });
    tree.offer("/tool/tool-1_2_4-extra.tar.gz", { extra: "1.2.4" });
    const { stdout, exitCode } = await tree.run("bump", "core/tool", "1.2.4", "--print");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('+const version = "1.2.4";')]);
    expect(tree.read("defs/core/tool.ts")).toBe(definition);
  });

  test.each([
    [
      "no server has the new one",
      definition,
      status(404),
      /tool\.ts:16:7 - error E701: cannot get mirror:\/\/gnu\/tool\/1\.3\/tool-1\.3\.0\.tar\.gz/,
    ],
    [
      "a server answers with a page",
      plain(
        '{ url: gnu(`tool/1.3/tool-${version}.tar.gz`), sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }',
      ),
      whole(Buffer.from("<html>")),
      /E701: what .* gave is no archive/,
    ],
    [
      "the address does not hold the version",
      plain(
        '{ url: gnu("tool/latest.tar.gz"), sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }',
        'const version = "1.2.3";',
      ),
      status(404),
      /tool\.ts:\d+:3 - error E703: no address of a source changes with the version/,
    ],
    [
      "the version is computed",
      plain(
        '{ url: gnu(`tool/tool-${version}.tar.gz`), sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }',
        'const version = ["1", "2", "3"].join(".");',
      ),
      status(404),
      /E703: the version is not written in this file as text/,
    ],
    [
      "a hash is computed",
      plain('{ url: gnu(`tool/1.3/tool-${version}.tar.gz`), sha256: "a".repeat(64) }'),
      undefined,
      /E703: the sha256 of source 1 is not written in this file as text/,
    ],
  ])("leaves the file as it is when %s", async (_name, text, reply, message) => {
    const tree = await bench(text, text === definition ? extras : {});
    if (reply === undefined) tree.offer("/tool/1.3/tool-1.3.0.tar.gz", { configure });
    else tree.server.route("/tool/1.3/tool-1.3.0.tar.gz", reply);
    const { stderr, exitCode } = await tree.run("bump", "core-tool", "1.3.0");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
    expect(tree.read("defs/core/tool.ts")).toBe(text);
  });

  describe("a signed source", () => {
    const gpg = makeGpg();
    afterAll(() => gpg.stop());
    const [signer, other] = [gpg.makeKey("upstream"), gpg.makeKey("somebody else")];
    const hash = "a".repeat(64);
    const text = plain(
      `{\n    url: gnu(\`tool/tool-\${version}.tar.gz\`),\n    sha256: "${hash}",\n    signature: { url: gnu(\`tool/tool-\${version}.tar.gz.sig\`), sha256: "${"b".repeat(64)}", key: "upstream.asc" },\n  }`,
    );
    const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

    /** A tree of that package, whose server has the new archive with a signature by a key on these bytes. */
    async function signedBench(key: string, change: (bytes: Buffer) => Buffer = (bytes) => bytes) {
      const tree = await bench(text, { "defs/core/tool/upstream.asc": gpg.exportKey(signer) });
      const path = "/tool/tool-1.3.0.tar.gz";
      const archive = tree.offer(path, { configure });
      const bytes = Buffer.from(await (await fetch(tree.server.url(path))).arrayBuffer());
      const signature = gpg.signAs(["--local-user", key, "--detach-sign"], change(bytes));
      return { tree, archive, signature };
    }

    test("is bumped when upstream signed the new bytes, too", async () => {
      const { tree, archive, signature } = await signedBench(signer);
      tree.server.route("/tool/tool-1.3.0.tar.gz.sig", whole(signature));
      const { stderr, exitCode } = await tree.run("bump", "core-tool", "1.3.0");
      expect(exitCode).toBe(0);
      expect(stderr).toContain(`${archive.sha256} ${archive.size} bytes, signed by ${signer}\n`);
      expect(tree.read("defs/core/tool.ts")).toBe(
        text
          .replace('version = "1.2.3"', 'version = "1.3.0"')
          .replace(hash, archive.sha256)
          .replace(/b{64}/, sha256(signature)),
      );
    });

    test.each([
      ["by somebody else", other, undefined, "is not good: no key"],
      ["on other bytes", signer, () => Buffer.from("other"), "is not good: gpg says BADSIG"],
    ])("is refused with a signature %s", async (_name, key, change, message) => {
      const { tree, signature } = await signedBench(key, change);
      tree.server.route("/tool/tool-1.3.0.tar.gz.sig", whole(signature));
      const { stderr, exitCode } = await tree.run("bump", "core-tool", "1.3.0");
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/tool\.ts:\d+:\d+ - error E701: upstream's signature on tool-1\.3\.0\.tar\.gz /);
      expect(stderr).toContain(message);
      expect(tree.read("defs/core/tool.ts")).toBe(text);
    });

    test("is refused without one", async () => {
      const { tree } = await signedBench(signer);
      const { stderr, exitCode } = await tree.run("bump", "core-tool", "1.3.0");
      expect(exitCode).toBe(1);
      expect(stderr).toContain("E701: cannot get mirror://gnu/tool/tool-1.3.0.tar.gz.sig");
    });
  });

  test("is not held up by another package of the same archive, and refuses the bytes of the old version", async () => {
    const hash = '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"';
    const source = `{ url: gnu(\`tool/tool-\${version}.tar.gz\`), sha256: ${hash} }`;
    const twin = plain(source).replace("core-tool", "core-twin").replace("const tool", "const twin");
    const tree = await bench(plain(source), { "defs/core/twin.ts": twin });
    const { sha256 } = tree.offer("/tool/tool-1.3.0.tar.gz", { configure });
    expect((await tree.run("bump", "core-tool", "1.3.0")).exitCode).toBe(0);
    expect(tree.read("defs/core/tool.ts")).toContain(sha256);
    tree.offer("/tool/tool-1.3.1.tar.gz", { configure });
    const { stderr, exitCode } = await tree.run("bump", "core-tool", "1.3.1");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("gives the same bytes as the old version")]);
  });

  test("leaves the file as it is when the new version breaks another definition", async () => {
    const text = plain(
      '{ url: gnu(`tool/1.3/tool-${version}.tar.gz`), sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }',
    );
    const tree = await bench(text, {
      "defs/core/other.ts":
        'import { definePackage, make, pin } from "#dsl";\nimport { toolchain } from "../bootstrap/toolchain.js";\nimport { tool } from "./tool.js";\n\nexport const other = definePackage({\n  name: "core-other",\n  version: "1",\n  description: "Other",\n  license: "ISC",\n  website: "https://example.org",\n  base: toolchain,\n  buildDeps: [pin(tool, { tag: "1.2.3" })],\n  build: make(),\n});\n',
    });
    const { stderr, exitCode } = await tree.run("bump", "core-tool", "1.3.0");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^defs\/core\/other\.ts:12:\d+ - error E307: /m);
    expect(tree.read("defs/core/tool.ts")).toBe(text);
  });

  test.each([
    [["core-tol", "2"], /did you mean 'core-tool'/],
    [["core-tool", "1.2.3"], /is at 1\.2\.3 already/],
    [[], /give an image and its new version, or --all/],
    [["core-tool"], /give an image and its new version, or --all/],
    [["core-tool", "1.3.0", "--all"], /give an image and its new version, or --all/],
  ])("%j is wrong usage", async (words, message) => {
    const { stderr, exitCode } = await (await bench()).run("bump", ...words);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});
