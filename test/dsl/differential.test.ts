import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, describe, expect, test } from "vitest";
import type { Compiled } from "../../dsl/cli/pipeline.js";
import { emitContainerfile } from "../../dsl/emit/containerfile.js";
import { outputTarget } from "../../dsl/emit/makefile.js";
import { buildNeeds } from "../../dsl/graph/closure.js";
import { platformOf } from "../../dsl/graph/platforms.js";
import { lowerImage } from "../../dsl/lower/image.js";
import { lowerTest } from "../../dsl/lower/test.js";
import type { Platform } from "../../dsl/model/platform.js";
import { compileTree, repository } from "../support/compiler.js";
import { foldersIn, temporaryFolder, writeFiles } from "../support/files.js";
import { meant, read } from "./containerfile-reader.js";

/** Every tree of this repository that compiles. */
const trees = [
  ".",
  "test/skeleton",
  "test/recipes",
  ...foldersIn(join(repository, "test/samples")).map((name) => `test/samples/${name}`),
];
const compiled = new Map<string, Promise<Compiled>>();
const copies = mkdtempSync(join(tmpdir(), "stagex-test-"));
afterAll(() => rmSync(copies, { recursive: true, force: true }));

/** Compiles a tree in a folder of its own, once for all tests. */
function compileOnce(tree: string): Promise<Compiled> {
  const copy = join(copies, String(trees.indexOf(tree)));
  if (!compiled.has(tree)) cpSync(join(repository, tree, "defs"), join(copy, "defs"), { recursive: true });
  if (!compiled.has(tree)) compiled.set(tree, compileTree(copy));
  return compiled.get(tree)!;
}

/** The Containerfiles of a tree, each as the compiler means it. */
async function containerfiles(tree: string) {
  const { graph } = await compileOnce(tree);
  return [...graph.definitions.values()].flatMap((definition) =>
    definition.platforms
      .flatMap((platform) => [lowerImage(graph, definition, platform), lowerTest(graph, definition, platform)])
      .filter((file) => file !== undefined),
  );
}

describe("a parser that is not ours", () => {
  test.each(trees)("reads in the Containerfiles of %s what the compiler meant", async (tree) => {
    for (const file of await containerfiles(tree))
      expect(await read(emitContainerfile(file)), file.header).toEqual(meant(file));
  });
});

describe("make", () => {
  test.each(trees)("reads in the makefiles of %s the edges of the graph", async (tree) => {
    const { graph, tree: files } = await compileOnce(tree);
    const folder = temporaryFolder();
    const makefiles = [...files].filter(([path]) => path.endsWith(".mk"));
    writeFiles(folder, Object.fromEntries(makefiles));
    writeFileSync(
      join(folder, "Makefile"),
      `OUT := /out\nnothing: ;\n${makefiles.map(([path]) => `include ${path}\n`).join("")}`,
    );
    const { stdout } = await execa("make", ["-pnrR", "nothing"], { cwd: folder });
    const edges = new Map(
      [...stdout.matchAll(/^(\/out\/\S+\/index\.json):(?: \|)?(.*)$/gm)].map(([, target, needs]) => [
        target!,
        needs!.split(" ").filter(Boolean).sort(),
      ]),
    );
    const wanted = [...graph.definitions.values()].flatMap((definition) =>
      definition.platforms.map((platform) => {
        const path = (name: string, on: Platform): string => outputTarget(name, on).replace("$(OUT)", "/out");
        return [
          path(definition.name, platform),
          buildNeeds(graph, definition)
            .map((need) => path(need, platformOf(graph, definition, need, platform)))
            .sort(),
        ] as const;
      }),
    );
    for (const [target, needs] of wanted) expect(edges.get(target), target).toEqual(needs);
    expect(
      [...edges.keys()].filter(
        (target) => !wanted.some(([known, needs]) => known === target || needs.includes(target)),
      ),
    ).toEqual([]);
  });
});

const withoutLint = await missing("shellcheck");

describe("shell", () => {
  test("finds every script of every tree well-formed", async () => {
    const folder = await scripts();
    const { stdout } = await execa("sh", ["-c", 'for file in *.sh; do sh -n "$file" || echo "$file"; done'], {
      cwd: folder,
    });
    expect(stdout).toBe("");
  });

  test.skipIf(withoutLint)("lint finds no error in any script", async () => {
    const folder = await scripts();
    const { stdout } = await execa("sh", ["-c", "shellcheck -s sh -S error -f gcc *.sh"], {
      cwd: folder,
      reject: false,
    });
    expect(stdout).toBe("");
  });
});

/** Writes the script of every RUN of every tree to a file; there must be some. */
async function scripts(): Promise<string> {
  const folder = temporaryFolder();
  let number = 0;
  for (const file of (await Promise.all(trees.map(containerfiles))).flat()) {
    for (const { script } of await read(emitContainerfile(file)))
      if (script !== undefined) writeFileSync(join(folder, `${++number}.sh`), `${script}\n`);
  }
  expect(number).toBeGreaterThan(10);
  return folder;
}

async function missing(command: string): Promise<boolean> {
  return (await execa("sh", ["-c", `command -v ${command}`], { reject: false })).exitCode !== 0;
}
