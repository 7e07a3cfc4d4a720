import { buildNeeds } from "../graph/closure.js";
import { definitionOf, type Graph } from "../graph/graph.js";
import { imageId } from "../graph/platforms.js";
import type { KeyLine } from "../lower/key.js";
import { mirrors } from "../model/mirrors.js";
import { sourceName } from "../model/source.js";
import type { Definition } from "../validate/definition.js";
import { fillFrame } from "./frame.js";
import { goals } from "./makefile.js";

/** generated/images.txt: one line per image and platform, in build order; `-` stands for an empty list. Few have stand-ins. */
export function emitImages(graph: Graph): string {
  const lines = graph.order.flatMap((name) => {
    const definition = definitionOf(graph, name);
    const needs = buildNeeds(graph, definition).map((needed) => imageId(graph, definition, needed)).join(",") || "-";
    return definition.platforms.map((platform) => [name, platform, imageFolder(definition), goals(definition).slice(1).join(","), needs, ...standIns(definition)].join(" "));
  });
  return fillFrame("images.txt", { lines });
}

function standIns(definition: Definition): string[] {
  return definition.standIns.length === 0 ? [] : [definition.standIns.join(",")];
}

/** The folder of an image below generated/, such as `core/zlib`. */
export function imageFolder(definition: Definition): string {
  return `${definition.stage}/${definition.name.slice(definition.stage.length + 1)}`;
}

/** The source manifest of an image for scripts/fetch (docs/fetching.md), or undefined when nothing is fetched. */
export function emitSources(definition: Definition): string | undefined {
  const lines = [...definition.sources, ...definition.vendored].flatMap((source) =>
    "seed" in source ? [] : [[source.sha256, String(source.size ?? "-"), sourceName(source), source.url, ...(source.mirrors ?? [])].join(" ")],
  );
  return lines.length === 0 ? undefined : fillFrame("sources.txt", { name: definition.name, lines });
}

/** generated/mirrors.txt: the table of mirror aliases. */
export function emitMirrors(): string {
  const lines = Object.entries(mirrors).map(([alias, bases]) => [alias, ...bases].join(" "));
  return fillFrame("mirrors.txt", { lines });
}

/** The static part of an image's build key (docs/build-key.md). */
export function emitKey(name: string, lines: readonly KeyLine[]): string {
  return fillFrame("key", { name, lines: lines.map((line) => line.join(" ")) });
}
