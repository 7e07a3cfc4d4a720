import { buildNeeds } from "../graph/closure.js";
import { definitionOf, type Graph } from "../graph/graph.js";
import { foreignNeeds } from "../graph/platforms.js";
import { licenseOf } from "../graph/license.js";
import { sourceName } from "../sources/source.js";
import type { Definition } from "../validate/definition.js";
import { namesOf } from "../validate/dependencies.js";

/** Version of generated/graph.json; a change that a reader could trip over raises it. */
export const graphSchema = 1;

/**
 * generated/graph.json: the whole graph as data, for programs that must not evaluate definitions.
 * Canonical: images in byte order of their names, members in the order written here, two spaces of indentation.
 */
export function emitGraphJson(graph: Graph): string {
  const images = [...graph.definitions.keys()].map((name) => imageEntry(graph, definitionOf(graph, name)));
  return `${JSON.stringify({ schema: graphSchema, images }, undefined, 2)}\n`;
}

function imageEntry(graph: Graph, definition: Definition): object {
  const on = foreignNeeds(graph, definition);
  return {
    name: definition.name,
    kind: definition.kind,
    stage: definition.stage,
    file: definition.file,
    version: definition.version ?? null,
    description: definition.description,
    license: licenseOf(graph, definition),
    website: definition.website ?? null,
    platforms: definition.platforms,
    base: definition.base?.name ?? null,
    imageBase: definition.imageBase?.name ?? null,
    buildDeps: namesOf(definition.buildDeps),
    runDeps: namesOf(definition.runDeps),
    provides: definition.provides,
    cutFrom: definition.build?.kind === "cut" ? definition.build.from : null,
    members: namesOf(definition.members),
    deps: buildNeeds(graph, definition),
    ...(on.length === 0 ? {} : { on }),
    sources: definition.sources.map((source) => ({ name: sourceName(source), sha256: source.sha256 })),
  };
}
