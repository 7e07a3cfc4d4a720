import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../support/compiler.js";

/** Parts of the compiler in the order in which data flows; a part imports only from itself and from those before it. */
const flow = [
  "report",
  "model",
  "formats",
  "recipes",
  "sources",
  "load",
  "validate",
  "graph",
  "lower",
  "emit",
  "write",
  "cli",
];

/** Parts beside the flow, with all that they may import of it, and of each other. */
const beside: Readonly<Record<string, readonly string[]>> = {
  trust: ["report", "model"],
  pictures: ["trust"],
  scan: ["formats"],
  author: ["report", "model", "formats", "formats", "recipes", "sources", "load", "validate", "graph", "emit"],
  prove: ["model", "formats", "validate", "graph", "lower"],
  evidence: ["report", "model", "sources", "validate", "graph", "emit"],
  site: ["report", "model", "sources", "validate", "graph", "emit"],
  pins: ["report"],
  notes: [],
  engine: [],
};

/** Parts that may reach files, processes and the network; all others turn values into values. */
const worldly = ["load", "write", "engine", "trust", "pictures", "scan", "author", "cli"];

/** Node's modules for files, processes and the network, and packages that wrap them. */
const world = /^(?:node:)?(?:fs|fs\/promises|child_process|net|http|https|dgram|os|worker_threads|vm|process)$|^execa$/;

interface Import {
  readonly file: string;
  readonly part: string;
  readonly specifier: string;
  /** The part that a relative import leads to; undefined for a package or a module of Node. */
  readonly target: string | undefined;
}

const files = readdirSync(join(repository, "dsl"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort();
const imports: Import[] = [];
const partOf = (file: string): string => (file.includes("/") ? file.slice(0, file.indexOf("/")) : "index");

for (const file of files)
  for (const specifier of specifiers(file)) {
    const target = specifier.startsWith(".") ? partOf(posix.join(posix.dirname(file), specifier)) : undefined;
    imports.push({ file, part: partOf(file), specifier, target });
  }

/** Every import of a source file, those of types included: they tie parts together as much as values do. */
function specifiers(file: string): string[] {
  const text = readFileSync(join(repository, "dsl", file), "utf8");
  const found = text.matchAll(
    /^(?:import|export)\s[^;]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm,
  );
  return [...found].map(([, from, bare, called]) => from ?? bare ?? called!);
}

describe("the parts of the compiler", () => {
  test("are all known to this test", () => {
    expect(
      [...new Set(files.map(partOf))].filter((part) => part !== "index" && !flow.includes(part) && !(part in beside)),
    ).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });

  test("import only what comes before them in the flow", () => {
    const backward = imports.filter(
      ({ part, target }) => target !== undefined && flow.includes(part) && flow.indexOf(target) > flow.indexOf(part),
    );
    expect(backward.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  test("beside the flow import only what is listed for them", () => {
    const strange = imports.filter(
      ({ part, target }) =>
        part in beside && target !== undefined && target !== part && !beside[part]!.includes(target),
    );
    expect(strange.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  test("do not use the index that is made for definitions", () => {
    expect(
      imports.filter(({ target, part }) => target === "index" && part !== "index").map(({ file }) => file),
    ).toEqual([]);
  });

  test("beside the flow are used only by cli, or where the table says so", () => {
    const users = imports.filter(
      ({ part, target }) =>
        target !== undefined && target in beside && ![target, "cli"].includes(part) && !beside[part]?.includes(target),
    );
    expect(users.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  test("touch the world only where the flow begins and ends", () => {
    const worldlyImports = imports.filter(({ part, specifier }) => world.test(specifier) && !worldly.includes(part));
    expect(worldlyImports.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  test("that definitions see through the index are model and recipes alone", () => {
    expect([...new Set(imports.filter(({ part }) => part === "index").map(({ target }) => target))].sort()).toEqual([
      "model",
      "recipes",
    ]);
  });
});
