import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emitTree } from "../../dsl/emit/tree.js";
import { buildGraph } from "../../dsl/graph/build.js";
import { buildNeeds, contents, layerImages, overlays, runClosure, runClosures } from "../../dsl/graph/closure.js";
import { definitionOf, type Graph } from "../../dsl/graph/graph.js";
import type { Definition } from "../../dsl/validate/definition.js";
import { namesOf } from "../../dsl/validate/dependencies.js";
import { definition, graphs, shuffledGraphs } from "./random-graphs.js";

const nothing = { extras: new Map<string, Buffer>(), hostSeeds: new Map<string, Buffer>() };

function graphOf(definitions: readonly Definition[]): Graph {
  const { graph, diagnostics } = buildGraph(definitions);
  expect(diagnostics.filter(({ code }) => code === "E301")).toEqual([]);
  return graph;
}

const sorted = (tree: ReadonlyMap<string, string>): [string, string][] =>
  [...tree].sort(([a], [b]) => (a < b ? -1 : 1));

describe("every graph", () => {
  test("is ordered so that each image stands once, after all that its build needs", () => {
    fc.assert(
      fc.property(graphs, (definitions) => {
        const graph = graphOf(definitions);
        expect([...graph.order].sort()).toEqual(definitions.map(({ name }) => name).sort());
        const position = new Map(graph.order.map((name, index) => [name, index]));
        for (const item of definitions)
          for (const need of buildNeeds(graph, item))
            expect(position.get(need)!).toBeLessThan(position.get(item.name)!);
      }),
    );
  });

  test("has a run-time closure that starts with the image, holds what its parts need, and grows no more", () => {
    fc.assert(
      fc.property(graphs, (definitions) => {
        const graph = graphOf(definitions);
        for (const { name } of definitions) {
          const closure = runClosure(graph, name);
          expect(closure[0]).toBe(name);
          expect(new Set(closure).size).toBe(closure.length);
          for (const member of closure)
            for (const need of namesOf(definitionOf(graph, member).runDeps)) expect(closure).toContain(need);
          expect([...runClosures(graph, closure)].sort()).toEqual([...closure].sort());
        }
      }),
    );
  });

  test("lays into a build every dependency with its closure, once, and nothing that the base holds", () => {
    fc.assert(
      fc.property(graphs, (definitions) => {
        const graph = graphOf(definitions);
        for (const item of definitions) {
          const laid = overlays(graph, item);
          const held = item.base === undefined ? [] : contents(graph, item.base.name);
          expect(new Set(laid).size).toBe(laid.length);
          expect(laid.filter((name) => held.includes(name))).toEqual([]);
          for (const dependency of namesOf(item.buildDeps))
            for (const need of runClosure(graph, dependency)) expect([...laid, ...held]).toContain(need);
        }
      }),
    );
  });

  test("gives a pallet the layers of its members with all that they need at run time", () => {
    fc.assert(
      fc.property(graphs, (definitions) => {
        const graph = graphOf(definitions);
        for (const item of definitions.filter(({ kind }) => kind === "pallet"))
          expect(layerImages(graph, item)).toEqual(runClosures(graph, namesOf(item.members)));
      }),
    );
  });

  test("gives the same bytes whatever the order in which its definitions were found", () => {
    fc.assert(
      fc.property(shuffledGraphs, ([found, shuffled]) => {
        expect(sorted(emitTree(graphOf(shuffled), nothing))).toEqual(sorted(emitTree(graphOf(found), nothing)));
      }),
    );
  });

  test("changes only in the indexes and in a folder of its own when an unrelated package joins", () => {
    fc.assert(
      fc.property(graphs, (definitions) => {
        const before = emitTree(graphOf(definitions), nothing);
        const after = emitTree(graphOf([...definitions, definition("newcomer")]), nothing);
        const touched = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
        expect(touched.sort()).toEqual([
          "generated/core.mk",
          "generated/core/newcomer/Containerfile",
          "generated/core/newcomer/linux-amd64.key",
          "generated/graph.json",
          "generated/images.txt",
        ]);
        expect([...before.keys()].filter((path) => !after.has(path))).toEqual([]);
      }),
    );
  });

  test("names in a key exactly the images that the build needs, and in the Containerfile no other", () => {
    fc.assert(
      fc.property(graphs, (definitions) => {
        const graph = graphOf(definitions);
        const tree = emitTree(graph, nothing);
        for (const item of definitions) {
          const folder = `generated/core/${item.name.slice("core-".length)}`;
          const keyed = [...tree.get(`${folder}/linux-amd64.key`)!.matchAll(/^(?:layers|context) (\S+)$/gm)].map(
            ([, name]) => name,
          );
          const named = [...tree.get(`${folder}/Containerfile`)!.matchAll(/stagex\.invalid\/(\S+)/g)].map(
            ([, name]) => name,
          );
          expect([...new Set(keyed)].sort()).toEqual([...buildNeeds(graph, item)].sort());
          expect([...new Set(named)].sort()).toEqual([...buildNeeds(graph, item)].sort());
        }
      }),
    );
  });
});

describe("a cycle through image bases", () => {
  test("is reported with its members in one fixed order", () => {
    const circle = [
      definition("a", { imageBase: "core-b" }),
      definition("b", { imageBase: "core-c" }),
      definition("c", { imageBase: "core-a" }),
    ];
    for (const definitions of [circle, [...circle].reverse()]) {
      const [problem] = buildGraph(definitions).diagnostics.filter(({ code }) => code === "E301");
      expect(problem?.message).toBe("images need each other: core-a -> core-b -> core-c -> core-a");
    }
  });
});
