/** Inspecting an archive and building it come to the same. */
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "../../support/files.js";
import { whole } from "../../support/http.js";
import { toolFamilies, wholeTree } from "../../support/tool-families.js";
import { configure, workbench, type Workbench } from "./archives.js";

const words = ["--license", "ISC", "--website", "https://example.org/", "--description", "Example"];

/** A workbench whose server has an archive, made by tar with these words, at a path. */
async function offering(
  path: string,
  members: readonly string[],
  ...options: readonly string[]
): Promise<{ tree: Workbench; bytes: Buffer }> {
  const tree = await workbench();
  const folder = temporaryFolder();
  writeFiles(folder, { "pkg-1.0/configure": configure, "pkg-1.0/src/a.c": "int a;\n" });
  const bytes = execFileSync("tar", ["-c", ...options, "-C", folder, ...members]);
  tree.server.route(path, whole(bytes));
  return { tree, bytes };
}

const definitionOf = (tree: Workbench): string => tree.read("defs/core/pkg.ts");

test.each([
  [["pkg-1.0"], undefined],
  [["./pkg-1.0"], 2],
  [["././pkg-1.0"], 3],
  [["pkg-1.0/."], undefined],
  [["./pkg-1.0/./."], 2],
])("an archive of %j is unpacked so that configure lies on top", async (members, strip) => {
  const { tree, bytes } = await offering("/pkg-1.0.tar.gz", members, "--gzip");
  const { exitCode, stderr } = await tree.run("new", "core/pkg", "--url", "mirror://gnu/pkg-1.0.tar.gz", ...words);
  expect(exitCode, stderr).toBe(0);
  expect(/strip: (\d)/.exec(definitionOf(tree))?.[1]).toBe(strip === undefined ? undefined : String(strip));
  for (const tools of toolFamilies.filter(({ here }) => here)) {
    const place = temporaryFolder();
    mkdirSync(join(place, "x"));
    writeFiles(place, { "a.tar.gz": bytes });
    // Debian's busybox is built without a tar that recognizes compression.
    const unpacked = tools.run(
      `gunzip -c ../a.tar.gz | tar -x --strip-components=${strip ?? 1} -f -`,
      join(place, "x"),
    );
    expect(unpacked.status, unpacked.output).toBe(0);
    expect(Object.keys(wholeTree(join(place, "x")))).toContain("configure");
  }
});

test.each([
  [["--transform=s,/,//,", "pkg-1.0"], /two slashes in a row/],
  [["-P", "--transform=s,^,/,", "pkg-1.0"], /an absolute name/],
])("an archive of %j, of which no tool drops the folder, is refused", async (members, fault) => {
  const { tree } = await offering("/pkg-1.0.tar.gz", members, "--gzip");
  const { exitCode, stderr } = await tree.run("new", "core/pkg", "--url", "mirror://gnu/pkg-1.0.tar.gz", ...words);
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(fault)]);
});

test("an archive whose names begin with ./ or not is refused", async () => {
  const { tree } = await offering("/pkg-1.0.tar.gz", ["./pkg-1.0/configure", "pkg-1.0/src/a.c"], "--gzip");
  const { exitCode, stderr } = await tree.run("new", "core/pkg", "--url", "mirror://gnu/pkg-1.0.tar.gz", ...words);
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(/E702: .*some of its names begin with \.\/ and some do not/),
  ]);
});

test.each([
  ["/pkg/tar.gz/refs/tags/v1.2.3", "--gzip", "pkg-${version}.tar.gz"],
  ["/pkg/tarball/v1.2.3", "--xz", "pkg-${version}.tar.xz"],
  ["/pkg-1.2.3.download", "--bzip2", "pkg-${version}.tar.bz2"],
  ["/pkg-1.2.3.zip", "--gzip", "pkg-${version}.tar.gz"],
  ["/pkg-1.2.3.tar.gz", "--xz", "pkg-${version}.tar.xz"],
])("an address that ends in %s gets a name that tells how to unpack it (%s)", async (path, compression, name) => {
  const { tree } = await offering(path, ["pkg-1.0"], compression);
  const { exitCode, stderr } = await tree.run(
    "new",
    "core/pkg",
    "--url",
    `mirror://gnu${path}`,
    "--as",
    "1.2.3",
    ...words,
  );
  if (/lacks bzip2/.test(stderr)) return;
  expect(exitCode, stderr).toBe(0);
  expect(definitionOf(tree)).toContain(`name: \`${name}\``);
});

test.each([["sparse file", "--sparse", "--format=posix"]])(
  "an archive with a %s is refused, with the reason",
  async (what, ...options) => {
    const { tree } = await offering("/none", ["pkg-1.0"]);
    const folder = temporaryFolder();
    writeFiles(folder, { "pkg-1.0/configure": configure });
    execFileSync("truncate", ["-s", "100k", join(folder, "pkg-1.0/disk")]);
    renameSync(join(folder, "pkg-1.0/disk"), join(folder, "pkg-1.0/disk.img"));
    tree.server.route("/pkg-1.0.tar", whole(execFileSync("tar", ["-c", ...options, "-C", folder, "pkg-1.0"])));
    const { exitCode, stderr } = await tree.run("new", "core/pkg", "--url", "mirror://gnu/pkg-1.0.tar", ...words);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(new RegExp(`E702: .*has a ${what}.*GNU's tools and busybox's`)),
    ]);
  },
);

test("settings of tar in the environment change nothing that is found", async () => {
  const { tree } = await offering("/pkg-1.0.tar.gz", ["pkg-1.0"], "--gzip");
  const before = process.env["TAR_OPTIONS"];
  process.env["TAR_OPTIONS"] = "--exclude=configure";
  try {
    const { exitCode, stderr } = await tree.run("new", "core/pkg", "--url", "mirror://gnu/pkg-1.0.tar.gz", ...words);
    expect(exitCode, stderr).toBe(0);
    expect(definitionOf(tree)).toContain("autotools(");
  } finally {
    if (before === undefined) delete process.env["TAR_OPTIONS"];
    else process.env["TAR_OPTIONS"] = before;
  }
});
