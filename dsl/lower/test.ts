import { contents, runClosures } from "../graph/closure.js";
import type { Graph } from "../graph/graph.js";
import { targetOf } from "../graph/platforms.js";
import { compilerOf, type ProgramTest } from "../model/package.js";
import type { Platform } from "../model/platform.js";
import { resolve } from "../model/platform-text.js";
import type { DefinedTest, Definition } from "../validate/definition.js";
import { namesOf } from "../validate/dependencies.js";
import { imageReference, type Containerfile, type Instruction } from "./ir.js";
import { header } from "./image.js";

/**
 * The Containerfile that tests an image, or undefined when it has no tests: the image itself with what it needs at run
 * time laid over it, each command run without network as the image's own user. What only the tests need may bring files
 * of the same names, so then the image is laid over it once more. No part of the image's key.
 * @param platform the one of the image's platforms on which it is tested.
 */
export function lowerTest(graph: Graph, definition: Definition, platform: Platform): Containerfile | undefined {
  if (definition.tests.length === 0) return undefined;
  const held = new Set(contents(graph, definition.name));
  const needed = runClosures(graph, [definition.name, ...namesOf(definition.testDeps)]).filter(
    (name) => !held.has(name),
  );
  const over = definition.testDeps.length > 0 ? [...needed, definition.name] : needed;
  const programs = new Map(
    definition.tests.flatMap((test) => ("program" in test ? [[programPath(test), test.text]] : [])),
  );
  const stage: Instruction[] = [
    { kind: "from", image: imageReference(definition.name), as: "test" },
    ...over.map((name): Instruction => ({ kind: "copy", from: imageReference(name), source: ".", target: "/" })),
    ...[...programs].map(([path, text]): Instruction => ({ kind: "write", path, text })),
    ...definition.tests.flatMap(commands),
  ];
  const stages = resolve([stage], targetOf(graph, definition, platform));
  return { header: `Tests of ${header(definition)}`, stages };
}

/** Where every user may write, and no image has files. */
function programPath({ program }: ProgramTest): string {
  return `/tmp/${program}`;
}

function commands(test: DefinedTest): Instruction[] {
  if ("kind" in test) return [{ kind: "run", mounts: [], script: [{ title: undefined, steps: [test] }] }];
  if (!("program" in test)) return [{ kind: "exec", argv: test, mounts: [] }];
  const file = programPath(test);
  const made = file.replace(/\.cc?$/, "");
  return [[compilerOf(test), "-o", made, file, ...(test.flags ?? [])], [made]].map((argv) => ({
    kind: "exec",
    argv,
    mounts: [],
  }));
}
