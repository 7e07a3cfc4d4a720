import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../../support/compiler.js";
import { writeFiles } from "../../support/files.js";
import { truncated, whole } from "../../support/http.js";
import { configure, isc, workbench } from "./archives.js";

const pkgconfig = "Name: tool\nDescription: a library of tools.\nURL: http://tool.example.org/\nVersion: @VERSION@\n";
const url = "https://ftp.gnu.org/gnu/tool/tool-1.2.tar.gz";

describe("defs new", () => {
  test("writes a definition that compiles, from what the archive says", async () => {
    const bench = await workbench();
    const { sha256, size } = bench.offer("/tool/tool-1.2.tar.gz", {
      configure,
      "configure.ac": "AC_INIT",
      "Makefile.in": "",
      LICENSE: isc(repository),
      "tool.pc.in": pkgconfig,
    });
    const { stdout, stderr, exitCode } = await bench.run("new", "core/tool", "--url", url);
    expect([exitCode, stdout]).toEqual([0, ""]);
    expect(bench.read("defs/core/tool.ts")).toBe(`import { autotools, definePackage, gnu } from "#dsl";
import { toolchain } from "../bootstrap/toolchain.js";

const version = "1.2";

export const tool = definePackage({
  name: "core-tool",
  version,
  description: "Library of tools",
  license: "ISC",
  website: "https://www.gnu.org/software/tool/",
  sources: [{
    url: gnu(\`tool/tool-\${version}.tar.gz\`),
    sha256: "${sha256}",
    size: ${size},
  }],
  licenseFiles: ["LICENSE"],
  base: toolchain,
  build: autotools(),
});
`);
    expect(stderr).toContain("recipe autotools for configure\n");
    expect(stderr).toContain("ISC, the exact text of LICENSE");
    expect((await bench.run("compile")).exitCode).toBe(0);
    expect((await bench.run("check", "--strict")).exitCode).toBe(0);
    expect((await bench.run("fmt", "--check")).exitCode).toBe(0);
  });

  test("asks at once for everything that the archive does not tell, and leaves nothing behind", async () => {
    const bench = await workbench();
    bench.offer("/tool/tool-1.2.tar.gz", {
      configure: "#!/bin/sh\n",
      LICENSE: isc(repository),
      COPYING: "All mine.\n",
    });
    const { stderr, exitCode } = await bench.run("new", "core/tool", "--url", url);
    expect([exitCode, stderr]).toEqual([
      1,
      `defs/core/tool.ts:1:1 - error E702: the archive does not say everything that a definition says
hint: add --license EXPRESSION (COPYING is no text that is known word for word; LICENSE is the text of ISC), and --description TEXT. See docs/errors/E702.md
checked 1 definition: 1 error`,
    ]);
    expect(readdirSync(join(bench.root, "defs"))).toEqual(["bootstrap"]);
    const given = await bench.run(
      "new",
      "core/tool",
      "--url",
      url,
      "--license",
      "MIT",
      "--description",
      "Example of a tool",
    );
    expect([given.exitCode, given.stderr]).toEqual([0, expect.stringContaining("configure is not Autoconf's")]);
  });

  test.each([
    ["a wrong licence", ["--license", "MITT"], /error E205: .*MITT/],
    ["an unknown image", ["--base", "bootstrap-tolchain"], /did you mean 'bootstrap-toolchain'/],
    ["an unknown recipe", ["--recipe", "cmak"], /Allowed choices are autotools/],
  ])("refuses %s and leaves nothing behind", async (_name, words, message) => {
    const bench = await workbench();
    bench.offer("/tool/tool-1.2.tar.gz", { configure, LICENSE: isc(repository), "tool.pc.in": pkgconfig });
    const { stderr, exitCode } = await bench.run("new", "core/tool", "--url", url, ...words);
    expect(exitCode).toBeGreaterThan(0);
    expect(stderr).toMatch(message);
    expect(readdirSync(join(bench.root, "defs"))).toEqual(["bootstrap"]);
  });

  test("takes what nearly all packages of the recipe need at run time, and what autoreconf runs", async () => {
    const bench = await workbench();
    bench.offer("/tool/tool-1.2.tar.gz", {
      "configure.ac": "AC_INIT\nAM_INIT_AUTOMAKE([foreign])\nPKG_CHECK_MODULES([Z], [zlib])\n",
      LICENSE: isc(repository),
      "tool.pc.in": pkgconfig,
    });
    const definition = (name: string, rest: string, recipe = "autotools"): string =>
      `import { ${recipe}, definePackage } from "#dsl";
import { toolchain } from "../bootstrap/toolchain.js";
${rest.includes("libc") ? 'import { libc } from "./libc.js";\n' : ""}
export const ${name} = definePackage({
  name: "core-${name}",
  version: "1",
  description: "Example of a package",
  license: "ISC",
  website: "https://example.org",
  base: toolchain,
  ${rest}
});
`;
    writeFiles(bench.root, {
      "defs/core/libc.ts": definition("libc", 'build: autotools({ script: "own" }),'),
      "defs/core/generators.ts": definition(
        "generators",
        'provides: ["aclocal", "autoconf", "autoreconf", "automake", "pkg-config"],\n  build: make(),',
        "make",
      ),
      ...Object.fromEntries(
        [..."abcdefghij"].map((name) => [
          `defs/core/${name}.ts`,
          definition(name, "runDeps: [libc],\n  build: autotools(),"),
        ]),
      ),
    });
    const { stdout, stderr } = await bench.run("new", "core/tool", "--url", url, "--print");
    expect(stdout).toContain(
      "  buildDeps: [generators],\n  runDeps: [libc],\n  build: autotools({ autoreconf: true }),",
    );
    expect(stderr).toContain("  needs    core-libc at run time, as nine of ten packages of this recipe do");
    const own = await bench.run("new", "core/tool", "--url", url, "--print", "--run-dep", "core-generators");
    expect(own.stdout).toContain("runDeps: [generators],");
  });

  test("says which of several build systems it took and why, and takes one that the tree can build", async () => {
    const bench = await workbench();
    bench.offer("/tool/tool-1.2.tar.gz", {
      "meson.build": "project('tool')",
      "CMakeLists.txt": "project(tool)",
      Makefile: "all:\n",
      LICENSE: isc(repository),
      "tool.pc.in": pkgconfig,
    });
    const first = await bench.run("new", "core/tool", "--url", url, "--print");
    expect(first.stderr).toMatch(
      /recipe make for Makefile, before meson\.build \(meson\), CMakeLists\.txt \(cmake\): /,
    );
    expect(first.stdout).toContain("build: make(),");
    writeFiles(bench.root, {
      "defs/core/builders.ts": bench
        .read("defs/bootstrap/toolchain.ts")
        .replaceAll("toolchain", "builders")
        .replace('"bootstrap-', '"core-')
        .replace(/provides: .*/, 'provides: ["cmake"],'),
    });
    const second = await bench.run("new", "core/tool", "--url", url, "--print");
    expect(second.stdout).toMatch(/base: toolchain,\n {2}buildDeps: \[builders\],\n {2}build: cmake\(\),/);
    expect(readdirSync(join(bench.root, "defs/core"))).toEqual(["builders.ts"]);
  });

  test("says what is missing when nothing in the tree can build it", async () => {
    const bench = await workbench();
    bench.offer("/tool/tool-1.2.tar.gz", {
      "pyproject.toml": '[build-system]\nrequires = ["flit-core >=3", "wheel"]\n',
      LICENSE: isc(repository),
    });
    const { stderr, exitCode } = await bench.run("new", "user/tool", "--url", url);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "python (for pyproject.toml) lacks python3, python:build, python:installer, python:flit_core, python:wheel",
    );
  });

  test("takes version and repack's mark apart in the name of a Debian archive", async () => {
    const bench = await workbench();
    bench.offer("/debian/pool/main/t/tool/tool_1.2+dfsg1.orig.tar.xz", {
      configure,
      LICENSE: isc(repository),
      "tool.pc.in": pkgconfig,
    });
    const { stdout } = await bench.run(
      "new",
      "core/tool",
      "--print",
      "--url",
      "http://ftp.debian.org/debian/pool/main/t/tool/tool_1.2+dfsg1.orig.tar.xz",
    );
    expect(stdout).toContain('const version = "1.2";');
    expect(stdout).toContain("url: debian(`pool/main/t/tool/tool_${version}+dfsg1.orig.tar.xz`),");
  });

  test("gives two things of one name two names", async () => {
    const bench = await workbench({ "defs/core/gnu.ts": "" });
    writeFiles(bench.root, {
      "defs/core/gnu.ts": bench
        .read("defs/bootstrap/toolchain.ts")
        .replaceAll("toolchain", "gnu")
        .replace('"bootstrap-', '"core-'),
    });
    bench.offer("/make/make-1.2.tar.gz", { Makefile: "all:\n", LICENSE: isc(repository), "tool.pc.in": pkgconfig });
    const { stdout } = await bench.run(
      "new",
      "core/make",
      "--print",
      "--base",
      "core-gnu",
      "--url",
      "mirror://gnu/make/make-1.2.tar.gz",
    );
    expect(stdout).toContain(
      'import { definePackage, gnu, make as makeRecipe } from "#dsl";\nimport { gnu as gnuPackage } from "./gnu.js";\n',
    );
    expect(stdout).toContain("base: gnuPackage,\n  build: makeRecipe(),");
  });

  test("keeps files without a top folder where they are", async () => {
    const bench = await workbench();
    bench.offer("/tool/tool-1.2.tar.gz", { configure, LICENSE: isc(repository), "tool.pc.in": pkgconfig });
    bench.server.route("/flat-1.2.tar", whole(flat()));
    const { stdout } = await bench.run(
      "new",
      "core/flat",
      "--print",
      "--recipe",
      "make",
      "--license",
      "MIT",
      "--description",
      "Flat",
      "--website",
      "https://example.org",
      "--url",
      "mirror://gnu/flat-1.2.tar",
    );
    expect(stdout).toContain("strip: 0,\n");
  });

  test.each([
    ["a page", whole(Buffer.from("<html>not found</html>")), "E702", /is no archive that can be read: .*tar/],
    [
      "a part of an archive without an end",
      truncated(Buffer.alloc(9000, "x"), 5000),
      "E701",
      /does not say where the file ends/,
    ],
  ])("refuses %s in the place of an archive", async (_name, reply, code, reason) => {
    const bench = await workbench();
    bench.server.route("/tool/tool-1.2.tar.gz", reply);
    const { stderr, exitCode } = await bench.run("new", "core/tool", "--url", url);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`error ${code}: `);
    expect(stderr).toMatch(reason);
  });

  test.each([
    [["core/Tool", "--url", url], /'core\/Tool' is not <stage>\/<name>/],
    [["cor/tool", "--url", url], /stages are bootstrap, core, user/],
    [["bootstrap/toolchain", "--url", url], /is there already; `defs bump bootstrap-toolchain/],
    [["core/tool", "--url", "http://example.org/tool-1.2.tar.gz"], /no https address/],
    [["core/tool", "--url", "https://example.org/latest.tar.gz"], /give it with --as/],
    [["core/tool"], /required option '--url/],
  ])("%j is wrong usage", async (words, message) => {
    const { stderr, exitCode } = await (await workbench()).run("new", ...words);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});

/** Two files in a tar archive without a folder around them (POSIX.1-2024, pax, "ustar Interchange Format"). */
function flat(): Buffer {
  const member = (name: string): Buffer => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write("0000644\u00000000000\u00000000000\u000000000000000\u000000000000000\u0000        0", 100);
    header.write("ustar\u000000", 257);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, "0")}\u0000 `,
      148,
    );
    return header;
  };
  return Buffer.concat([member("Makefile"), member("README"), Buffer.alloc(1024)]);
}
