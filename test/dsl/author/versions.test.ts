import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { versionInAddress } from "../../../dsl/author/address.js";
import { compareDebian, isPreRelease, upstreamVersion } from "../../../dsl/author/versions/debian-version.js";
import { compareSemver } from "../../../dsl/author/versions/semver.js";
import { whole } from "../../support/http.js";
import { configure, workbench, type Workbench } from "./archives.js";

const sign = (order: number): number => Math.sign(order);

describe("versions of Debian", () => {
  const ascending = [
    "0",
    "0.9~rc1",
    "0.9",
    "1.0~~",
    "1.0~beta2",
    "1.0~rc1",
    "1.0",
    "1.0a",
    "1.0+b1",
    "1.0.1",
    "1.2",
    "1.10",
    "2024a",
    "20240101",
  ];
  test("are ordered as deb-version(7) says", () => {
    for (const [i, a] of ascending.entries())
      for (const [j, b] of ascending.entries()) expect(sign(compareDebian(a, b)), `${a} ${b}`).toBe(sign(i - j));
  });

  test.skipIf(!existsSync("/usr/bin/dpkg"))("are ordered as dpkg orders them (needs dpkg)", () => {
    const version = fc
      .string({ unit: fc.constantFrom("0", "1", "9", ".", "~", "+", "a", "r"), maxLength: 5 })
      .map((text) => `1${text}`);
    fc.assert(
      fc.property(version, version, (a, b) => {
        const holds = (relation: string): boolean => {
          try {
            execFileSync("dpkg", ["--compare-versions", a, relation, b]);
            return true;
          } catch {
            return false;
          }
        };
        expect(sign(compareDebian(a, b)), `${a} ${b}`).toBe(holds("lt") ? -1 : holds("eq") ? 0 : 1);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ["1:1.3.dfsg+really1.3.1-1+b1", "1.3.1"],
    ["2.0.9+ds-2", "2.0.9"],
    ["6.3.0+dfsg-3", "6.3.0"],
    ["1.0.8-6", "1.0.8"],
    ["6.6+20260608-1", "6.6+20260608"],
    ["3.0-rc1-2", "3.0-rc1"],
  ])("%s is upstream's %s", (version, upstream) => {
    expect(upstreamVersion(version)).toBe(upstream);
  });

  test.each([
    ["1.0~rc1", true],
    ["2.0rc1", true],
    ["2.0b2", true],
    ["2.47.50.20261021", true],
    ["1.1.1b", false],
    ["2024a", false],
    ["6.6+20260608", false],
    ["9.9p1", false],
  ])("%s is a pre-release: %s", (version, expected) => {
    expect(isPreRelease(version)).toBe(expected);
  });
});

describe("versions of npm", () => {
  test("are ordered as Semantic Versioning says", () => {
    const ascending = [
      "latest",
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-alpha.beta",
      "1.0.0-beta",
      "1.0.0-beta.2",
      "1.0.0-beta.11",
      "1.0.0-rc.1",
      "1.0.0",
      "1.2.0",
      "1.10.0",
    ];
    for (const [i, a] of ascending.entries())
      for (const [j, b] of ascending.entries()) expect(sign(compareSemver(a, b)), `${a} ${b}`).toBe(sign(i - j));
    expect(compareSemver("1.0.0+one", "1.0.0+two")).toBe(0);
  });
});

test.each([
  ["mirror://gnu/binutils/binutils-2.46.tar.xz", "2.46"],
  ["mirror://debian/pool/main/z/zlib/zlib_1.3.dfsg+really1.3.1.orig.tar.gz", "1.3.1"],
  ["https://github.com/a/b/releases/download/v1.2.3/b-v1.2.3.tar.gz", "1.2.3"],
  ["https://github.com/a/b/archive/refs/tags/v1.2.3.tar.gz", "1.2.3"],
  ["https://example.org/tool-1.0-rc2.tgz", "1.0-rc2"],
  ["mirror://npm/semver/-/semver-7.7.3.tgz", "7.7.3"],
  ["https://example.org/latest.tar.gz", undefined],
])("the version in %s is %s", (url, version) => {
  expect(versionInAddress(url)).toBe(version);
});

/** A definition of a source at an address. */
function definition(name: string, version: string, url: string): string {
  const hash = createHash("sha256").update(name).digest("hex");
  return `import { definePackage, make } from "#dsl";\nimport { toolchain } from "../bootstrap/toolchain.js";\n\nexport const ${name} = definePackage({\n  name: "core-${name}",\n  version: "${version}",\n  description: "Example",\n  license: "ISC",\n  website: "https://example.org",\n  sources: [{ url: "${url}", sha256: "${hash}" }],\n  base: toolchain,\n  build: make(),\n});\n`;
}

const tree = {
  "defs/core/old.ts": definition("old", "1.9", "mirror://debian/pool/main/o/old-source/old_1.9.orig.tar.gz"),
  "defs/core/fresh.ts": definition("fresh", "2.0", "https://example.org/fresh-2.0.tar.gz"),
  "defs/core/early.ts": definition("early", "1.0", "https://example.org/early-1.0.tar.gz"),
  "defs/core/strange.ts": definition("strange", "1.0", "https://example.org/strange-1.0.tar.gz"),
  "defs/core/script.ts": definition("script", "1.2.0", "https://registry.yarnpkg.com/@scope/script/-/script-1.2.0.tgz"),
};

/** Serves an index of sources as Debian does, and gives the path under which the index itself lies. */
function offerIndex(bench: Workbench): string {
  const stanza = (name: string, version: string, more = ""): string =>
    `Package: ${name}\nBinary: x\nVersion: ${version}\n${more}Files:\n abc 1 x\n\n`;
  const index = gzipSync(
    stanza("old-source", "1:1.10+dfsg-1") +
      stanza("old-source", "1:1.11+dfsg-1", "Extra-Source-Only: yes\n") +
      stanza("fresh", "2.0-3") +
      stanza("early", "2.0~rc1-1"),
  );
  const sha256 = createHash("sha256").update(index).digest("hex");
  const path = `/debian/dists/sid/main/source/by-hash/SHA256/${sha256}`;
  bench.server.route(
    "/debian/dists/sid/InRelease",
    whole(
      Buffer.from(
        `Origin: Debian\nMD5Sum:\n ${"0".repeat(32)} 1 main/source/Sources.gz\nSHA256:\n ${sha256} ${index.length} main/source/Sources.gz\n`,
      ),
    ),
  );
  bench.server.route(path, whole(index));
  return path;
}

test("defs bump --all bumps what is outdated; what cannot be bumped is told, and holds up none of the others", async () => {
  const bench = await workbench({
    ...tree,
    "defs/core/script.ts": definition("script", "1.2.0", "mirror://npm/@scope/script/-/script-1.2.0.tgz"),
  });
  offerIndex(bench);
  bench.server.route("/npm/-/package/@scope%2fscript/dist-tags", whole(Buffer.from('{"latest":"1.10.0"}')));
  bench.offer("/debian/pool/main/o/old-source/old_1.10.orig.tar.gz", { configure });
  const before = bench.read("defs/core/old.ts");
  const shown = await bench.run("bump", "--all", "--print");
  expect(shown).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('+  version: "1.10",') as string });
  expect(shown.stderr).toContain("error E701: cannot get mirror://npm/@scope/script/-/script-1.10.0.tgz");
  expect(shown.stderr).toContain("would bump 1 of 2 outdated packages; not core-script");
  expect(bench.read("defs/core/old.ts")).toBe(before);
  expect((await bench.run("bump", "--all")).stderr).toContain("\nbumped 1 of 2 outdated packages; not core-script");
  expect(bench.read("defs/core/old.ts")).toContain('version: "1.10"');
});

describe("defs outdated", () => {
  test("names what is newer and where it was seen, and what nobody knows", async () => {
    const bench = await workbench(tree);
    const path = offerIndex(bench);
    bench.server.route(
      "/npm/-/package/@scope%2fscript/dist-tags",
      whole(Buffer.from('{"latest":"1.10.0","next":"2.0.0-beta.1"}')),
    );
    const { stdout, stderr, exitCode } = await bench.run("outdated");
    expect(exitCode).toBe(3);
    expect(stdout.split("\n")).toEqual([
      "core-early    1.0    -       unknown   debian sid has only pre-releases of early",
      "core-old      1.9    1.10    outdated  debian sid, source old-source",
      "core-script   1.2.0  1.10.0  outdated  npm @scope/script, tag latest",
      "core-strange  1.0    -       unknown   debian sid has no source package strange",
    ]);
    expect(stderr).toBe("asked about 5 packages: 2 outdated, 1 current, 2 unknown");
    const again = await bench.run("outdated", "--pre", "--json");
    const rows = JSON.parse(again.stdout) as Record<string, unknown>[];
    expect(rows.map(({ image, newest, state }) => [image, newest, state])).toEqual([
      ["core-early", "2.0~rc1", "outdated"],
      ["core-fresh", "2.0", "current"],
      ["core-old", "1.10", "outdated"],
      ["core-script", "2.0.0-beta.1", "outdated"],
      ["core-strange", null, "unknown"],
    ]);
    expect(rows[1]).toEqual({
      image: "core-fresh",
      version: "2.0",
      newest: "2.0",
      state: "current",
      where: "debian sid, source fresh (known by its name only)",
    });
    expect(bench.server.requests.filter((request) => request.path === path)).toHaveLength(1);
    expect(readdirSync(join(bench.root, ".cache/versions/sha256"))).toHaveLength(1);
  });

  test("says which source of versions did not answer, and ends with 4", async () => {
    const bench = await workbench(tree);
    const { stdout, stderr, exitCode } = await bench.run("outdated", "core-fresh", "core-script");
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(
      /^core-fresh +2\.0 +- +silent +debian did not answer for mirror:\/\/debian\/dists\/sid\/InRelease$/m,
    );
    expect(stdout).toMatch(/^core-script +1\.2\.0 +- +silent +npm did not answer for @scope\/script$/m);
    expect(stderr).toMatch(/HTTP 404/);
  });

  test("takes no index whose bytes are not those of the release file", async () => {
    const bench = await workbench(tree);
    bench.server.route(offerIndex(bench), whole(gzipSync("Package: fresh\nVersion: 9\n\n")));
    const { stdout, exitCode } = await bench.run("outdated", "core-fresh");
    expect([exitCode, stdout]).toEqual([4, expect.stringContaining("debian did not give its index of sources")]);
  });

  test("ends with 0 when all is current, and with 2 on an image that is none", async () => {
    const bench = await workbench(tree);
    offerIndex(bench);
    expect(await bench.run("outdated", "core-fresh")).toMatchObject({ exitCode: 0, stdout: "" });
    expect(await bench.run("outdated", "core-fres")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("did you mean 'core-fresh'") as string,
    });
  });
});
