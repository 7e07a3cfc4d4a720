import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import * as language from "../../dsl/index.js";
import { configFields, outputFields, packageFields, palletFields } from "../../dsl/model/order.js";
import { compileTree, repository, warnings } from "../support/compiler.js";
import { temporaryFolder, writeFiles } from "../support/files.js";

describe("docs/dsl.md", () => {
  test("says what the docstrings say", () => {
    expect(() =>
      execFileSync(process.execPath, [join(repository, "docs/generate.js"), "--check"], { stdio: "pipe" }),
    ).not.toThrow();
  });

  test.each([
    ["PackageSpec", packageFields],
    ["PalletSpec", palletFields],
    ["OutputSpec", outputFields],
    ["ImageConfig", configFields],
  ])("lists the fields of %s in the order in which definitions have them", (type, fields) => {
    const [, section] = new RegExp(`^### \`${type}\`\n(.*?)\n### `, "ms").exec(
      readFileSync(join(repository, "docs/dsl.md"), "utf8"),
    )!;
    expect([...section!.matchAll(/^\| `(\w+)\??`/gm)].map(([, field]) => field)).toEqual(fields);
  });

  test("is found out of date when a docstring changes", () => {
    const copy = temporaryFolder();
    for (const part of ["dsl", "docs", "tsconfig.json", "package.json"])
      cpSync(join(repository, part), join(copy, part), { recursive: true });
    symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
    const file = join(copy, "dsl/recipes/make.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace("A plain makefile", "An ordinary makefile"));
    expect(() =>
      execFileSync(process.execPath, [join(copy, "docs/generate.js"), "--check"], { stdio: "pipe" }),
    ).toThrow(/node docs\/generate\.js/);
  });
});

describe("docs/authoring.md", () => {
  const guide = readFileSync(join(repository, "docs/authoring.md"), "utf8");
  const examples = [...guide.matchAll(/^```ts defs\/(\S+)\n(.*?)^```$/gms)].map(([, file, text]) => ({
    file: `defs/${file!}`,
    text: text!,
  }));
  const data = [...guide.matchAll(/^```json defs\/(\S+)\n(.*?)^```$/gms)].map(([, file, text]) => ({
    file: `defs/${file!}`,
    text: text!,
  }));

  test("holds one example for every recipe", () => {
    const recipes = Object.keys(language).filter((name) => existsSync(join(repository, `dsl/recipes/${name}.ts`)));
    expect(recipes.length).toBeGreaterThan(8);
    expect(recipes.filter((name) => !examples.some(({ text }) => text.includes(`build: ${name}(`)))).toEqual([]);
  });

  test("has examples that compile together as one tree", async () => {
    const root = temporaryFolder();
    writeFiles(root, Object.fromEntries([...examples, ...data].map(({ file, text }) => [file, text])));
    const { graph } = await compileTree(root);
    expect(graph.order.length).toBeGreaterThanOrEqual(examples.length);
    expect(await warnings(root)).toMatch(/^checked \d+ definitions: 0 errors\n$/);
  });
});

describe("documents", () => {
  const pages = readdirSync(join(repository, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`);
  const linksOf = (file: string): string[] =>
    [...readFileSync(join(repository, file), "utf8").matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, link]) => join(dirname(file), link!),
    );

  test.each(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "keys/README.md", "examples/README.md", ...pages])(
    "%s links to what is there",
    (file) => {
      expect(linksOf(file).filter((path) => !existsSync(join(repository, path)))).toEqual([]);
    },
  );

  test("are all named in the README", () => {
    expect(pages.filter((page) => !linksOf("README.md").includes(page))).toEqual([]);
  });
});

describe("README.md", () => {
  test("shows a definition that compiles without a warning in the place of the tree's own", async () => {
    const root = temporaryFolder();
    for (const part of ["defs", "bootstrap"]) cpSync(join(repository, part), join(root, part), { recursive: true });
    const [, example] = /^```ts\n(.*?)^```$/ms.exec(readFileSync(join(repository, "README.md"), "utf8"))!;
    writeFileSync(join(root, "defs/core/zlib.ts"), example!);
    expect(await warnings(root)).toMatch(/^checked \d+ definitions: 0 errors\n$/);
  });
});

describe("examples/", () => {
  test.each(["two-versions"])("%s compiles without a warning", async (name) => {
    const root = temporaryFolder();
    cpSync(join(repository, "examples", name, "defs"), join(root, "defs"), { recursive: true });
    expect(await warnings(root)).toMatch(/^checked \d+ definitions: 0 errors\n$/);
  });
});

test("docs/images.md lists the images with a committed digest, in their present versions", () => {
  const folder = join(repository, "digests/linux-amd64");
  const committed = readdirSync(folder)
    .filter((name) => name !== "bootstrap.txt")
    .flatMap((name) => [...readFileSync(join(folder, name), "utf8").matchAll(/^[0-9a-f]{64} +(\S+)$/gm)])
    .map(([, image]) => image!)
    .sort();
  const graph = JSON.parse(readFileSync(join(repository, "generated/graph.json"), "utf8")) as {
    images: { name: string; version: string | null }[];
  };
  const versions = new Map(graph.images.map(({ name, version }) => [name, version ?? "-"]));
  const rows = [
    ...readFileSync(join(repository, "docs/images.md"), "utf8").matchAll(
      /^\| (\S+) \| (\S+) \| (?:[\d.]+ MiB|unknown) \|/gm,
    ),
  ];
  expect(rows.map(([, image]) => image!).sort()).toEqual(committed);
  for (const [, image, version] of rows) expect(version).toBe(versions.get(image!));
});
