import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addressText, splitAtVersion, versionInAddress, withAlias } from "../../../dsl/author/address.js";
import { isLicenseFile, readLicense } from "../../../dsl/author/license.js";
import { projectPage, readMetadata } from "../../../dsl/author/metadata.js";
import { recognise } from "../../../dsl/author/recognise.js";
import { repository } from "../../support/compiler.js";

describe("the licence of a text", () => {
  const text = (file: string): string => readFileSync(join(repository, file), "utf8");

  test.each([
    ["LICENSE", ["ISC"]],
    ["node_modules/commander/LICENSE", ["MIT"]],
    ["node_modules/diff/LICENSE", ["BSD-3-Clause"]],
    ["node_modules/typescript/LICENSE", ["Apache-2.0"]],
    ["node_modules/openpgp/LICENSE", ["LGPL-3.0-only", "LGPL-3.0-or-later"]],
  ])("%s is read as %j", (file, expected) => {
    expect(readLicense(text(file))).toEqual(expected);
  });

  test("is that of SPDX's list, whose texts are known by their fingerprints", () => {
    const list = createRequire(import.meta.url)("spdx-license-list/full") as Record<string, { licenseText: string }>;
    for (const id of ["BSL-1.0", "EPL-2.0", "PostgreSQL", "Unlicense", "curl"])
      expect(readLicense(list[id]!.licenseText)).toEqual([id]);
    expect(readLicense(list["OFL-1.1"]!.licenseText)).toEqual(["OFL-1.1", "OFL-1.1-RFN", "OFL-1.1-no-RFN"]);
  });

  test("comes from a table that `npm run licenses` would write again", async () => {
    const { licenseTable } = await import("../../../bin/licenses.js");
    expect(text("dsl/author/license-texts.ts")).toBe(licenseTable());
  });

  test("does not depend on holders, line breaks and marks", () => {
    const other = text("LICENSE")
      .replace(/^Copyright.*$/m, "Copyright © 2001-2009 Somebody <who@example.org>\nAll rights reserved.")
      .replace(/\n(?=\S)/g, " \r\n  ");
    expect(readLicense(other)).toEqual(["ISC"]);
  });

  test.each([
    ["one word more", (it: string): string => it.replace("for any", "for any peaceful")],
    ["a word less", (it: string): string => it.replace("modify, ", "")],
    ["a second text below", (it: string): string => `${it}\nBut not on Sundays.\n`],
    ["nothing at all", (): string => ""],
  ])("is not told of a text with %s", (_name, change) => {
    expect(readLicense(change(text("LICENSE")))).toEqual([]);
  });

  test("is looked for in files of the usual names only", () => {
    expect(
      ["COPYING", "LICENSE.txt", "LICENCE", "COPYING.LESSER", "UNLICENSE"].filter((file) => !isLicenseFile(file)),
    ).toEqual([]);
    expect(["license.c", "doc/COPYING", "COPYING.pdf", "README"].filter(isLicenseFile)).toEqual([]);
  });
});

describe("the build systems of an archive", () => {
  const recipes = (...files: (string | [string, string])[]): string[] => {
    const names = files.map((file) => (typeof file === "string" ? file : file[0]));
    return recognise(names, new Map(files.filter((file) => typeof file !== "string"))).map(
      ({ recipe, options }) => `${recipe}(${options})`,
    );
  };

  test.each([
    [["configure", "configure.ac", "Makefile"], ["autotools()"]],
    [["Configure"], ['autotools({ script: "Configure" })']],
    [
      ["configure.ac", "CMakeLists.txt"],
      ["cmake()", "autotools({ autoreconf: true })"],
    ],
    [
      ["meson.build", "Makefile"],
      ["meson()", "make()"],
    ],
    [["Makefile.PL", "Build.PL"], ["perl()"]],
    [["Build.PL"], ['perl({ script: "Build.PL" })']],
    [
      ["setup.py", "Makefile"],
      ['python({ frontend: "setup.py", backend: ["setuptools"] })', "make()"],
    ],
    [["Cargo.toml"], ["cargo()"]],
    [
      ["go.mod", "Makefile"],
      ["go()", "make()"],
    ],
    [["README", "src/configure"], []],
  ])("%j gives %j", (files, expected) => {
    expect(recipes(...files)).toEqual(expected);
  });

  test("do not include the settings of a linter in pyproject.toml", () => {
    expect(recipes(["pyproject.toml", "[tool.ruff]\nline-length = 100\n"], "Makefile")).toEqual(["make()"]);
    expect(
      recipes([
        "pyproject.toml",
        "[build-system]\nrequires = ['setuptools >= 61', \"flit-core\"]\n[tool.x]\nrequires = ['no']\n",
      ]),
    ).toEqual(['python({ backend: ["setuptools", "flit_core"] })']);
  });

  test("come with a note where more than the recipe is needed", () => {
    expect(recognise(["Cargo.toml"], new Map([["Cargo.toml", "[dependencies]\nserde = '1'\n"]]))[0]!.note).toMatch(
      /every crate/,
    );
    expect(recognise(["go.mod"], new Map([["go.mod", "module x\nrequire y v1\n"]]))[0]!.note).toMatch(
      /each goes into a file/,
    );
    expect(
      recognise(["go.mod", "vendor/modules.txt"], new Map([["go.mod", "require y v1\n"]]))[0]!.note,
    ).toBeUndefined();
  });
});

describe("what an archive says of its program", () => {
  test.each([
    [
      "Cargo.toml",
      '[package]\nname = "x"\ndescription = "a tool."\nhomepage = "https://tool.example"\nlicense = "MIT OR Apache-2.0"\n[dependencies]\ndescription = "no"\n',
      { description: "Tool", website: "https://tool.example", license: "MIT OR Apache-2.0" },
    ],
    [
      "META.json",
      '{"abstract":"The modules","resources":{"homepage":"http://a.example"},"license":["perl_5"]}',
      { description: "Modules", website: "https://a.example" },
    ],
    ["tool.pc.in", "Description: @DESCRIPTION@\nURL: https://a.example\n", { website: "https://a.example" }],
    ["package.json", "no JSON", {}],
  ])("%s", (file, text, expected) => {
    expect(readMetadata(new Map([[file, text]]))).toEqual(expected);
  });

  test("is completed by the page that its site gives every project", () => {
    expect(projectPage("mirror://github/a/b/releases/download/v1/b-1.tar.gz")).toBe("https://github.com/a/b");
    expect(projectPage("mirror://cpan/authors/id/A/AB/ABC/Pod-Parser-1.67.tar.gz")).toBe(
      "https://metacpan.org/dist/Pod-Parser",
    );
    expect(projectPage("https://example.org/b-1.tar.gz")).toBeUndefined();
  });
});

describe("addresses", () => {
  test.each([
    ["https://ftp.gnu.org/gnu/m4/m4-1.4.tar.xz", "mirror://gnu/m4/m4-1.4.tar.xz"],
    [
      "http://ftp.debian.org/debian/pool/main/m/m4/m4_1.4.orig.tar.xz",
      "mirror://debian/pool/main/m/m4/m4_1.4.orig.tar.xz",
    ],
    [
      "https://snapshot.debian.org/archive/debian/20200101T000000Z/pool/x.tar.gz",
      "mirror://debian@20200101T000000Z/pool/x.tar.gz",
    ],
    ["https://example.org/x-1.tar.gz", "https://example.org/x-1.tar.gz"],
    ["debian:pool/main/z/zlib/zlib_1.3.orig.tar.gz", "mirror://debian/pool/main/z/zlib/zlib_1.3.orig.tar.gz"],
    ["nowhere:pool/x.tar.gz", "nowhere:pool/x.tar.gz"],
  ])("%s is written as %s", (url, expected) => {
    expect(withAlias(url)).toBe(expected);
  });

  test("are written with the version in its place, and nothing else of them becomes code", () => {
    expect(addressText("mirror://go/example.org/x/@v/v1.2.zip", "1.2")).toEqual({
      helper: "goModule",
      code: "goModule(`example.org/x/@v/v${version}.zip`)",
    });
    expect(addressText("mirror://debian@20200101T000000Z/x.tar", "1.2").code).toBe(
      'debian("x.tar", { snapshot: "20200101T000000Z" })',
    );
    expect(addressText("https://a.example/`$(x)${y}/1.2", "1.2").code).toBe(
      "`https://a.example/\\`$(x)\\${y}/${version}`",
    );
    expect(splitAtVersion("11.2 1.2.3 1.2 v1.2- 31.2", "1.2")).toEqual(["11.2 1.2.3 ", " v", "- 31.2"]);
  });

  test.each([
    ["ImageMagick-7.1.1-47.tar.xz", "7.1.1-47"],
    ["ncurses-6.4-20230520.tgz", "6.4-20230520"],
    ["binutils-2.40-1.tar.gz", "2.40-1"],
    ["font-adobe-100dpi-1.0.3.tar.gz", "1.0.3"],
    ["tool-1.2.3-rc1.tar.gz", "1.2.3-rc1"],
    ["sqlite-autoconf-3450100.tar.gz", "3450100"],
    ["boost_1_84_0.tar.bz2", "1_84_0"],
    ["v1.2.3", "1.2.3"],
    ["font-2-1.0.tar.gz", undefined],
    ["x264-snapshot-20191217-2245.tar.bz2", undefined],
    ["tool-1.0-x86-64.tar.gz", undefined],
    ["tool-64-bit-1.0.tar.gz", undefined],
    ["tool_1.2.3_amd64.tar.gz", undefined],
    ["p7zip_16.02_src_all.tar.bz2", undefined],
    ["tool-1.2.3.orig.tar.gz", undefined],
    ["tool-1.2.3-src.tar.gz", undefined],
    ["tool-2024-01-15.tar.gz", undefined],
    ["tool-1.2.3-4-gdeadbee.tar.gz", undefined],
    ["tool-1.2..tar.gz", undefined],
    ["deadbeefdeadbeefdeadbeefdeadbeefdeadbeef.tar.gz", undefined],
    ["tool-0.9-alpha.3.tar.gz", "0.9-alpha.3"],
    ["tool-1.2.3.dev0.tar.gz", "1.2.3.dev0"],
    ["tool-0.5.3+git20230121.tar.gz", "0.5.3+git20230121"],
    ["openssh-9.6p1.tar.gz", "9.6p1"],
  ])("%s tells the version %j, or none", (file, version) => {
    expect(versionInAddress(`https://a.example/${file}`)).toBe(version);
  });

  test.each([
    ["3", "python3/tool-3.tar.gz lib3.so v3 rev3 py-3", ["python3/tool-", ".tar.gz lib3.so v", " rev3 py-", ""]],
    ["3.1", "python3.1/tool-3.1", ["python", "/tool-", ""]],
  ])("the version %s stands alone in %j", (version, text, parts) => {
    expect(splitAtVersion(text, version)).toEqual(parts);
  });

  test("with a percent sign that escapes nothing are no fault of ours", () => {
    expect(versionInAddress("https://a.example/x_1.2%zz.orig.tar.gz")).toBeUndefined();
  });
});
