import { buildNeeds } from "../graph/closure.js";
import { definitionOf, type Graph } from "../graph/graph.js";
import { platformOf } from "../graph/platforms.js";
import { type Platform, platformFolder, type Stage } from "../model/platform.js";
import type { Definition } from "../validate/definition.js";
import { quoteMake } from "./quote.js";
import fillStage from "./templates/stage.mk.hbs";

/** Where the scripts put an image, and what make takes for it: `out/<os-arch>/<image>/index.json`. */
export function outputTarget(name: string, platform: Platform): string {
  return `$(OUT)/${platformFolder(platform)}/${quoteMake(name)}/index.json`;
}

/** The goals that build an image: its name, its name without the stage, its aliases. */
export function goals(definition: Definition): string[] {
  return [definition.name, definition.name.slice(definition.stage.length + 1), ...definition.aliases];
}

/** The makefile of one stage. Prerequisites are order-only, because times of files decide nothing here. */
export function emitStageMakefile(graph: Graph, stage: Stage): string {
  const images = graph.order
    .map((name) => definitionOf(graph, name))
    .filter((definition) => definition.stage === stage)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((definition) => definition.platforms.map((platform) => stageEntry(graph, definition, platform)));
  return fillStage({ stage, images });
}

function stageEntry(graph: Graph, definition: Definition, platform: Platform): object {
  return {
    title: definition.version === undefined ? definition.name : `${definition.name} ${definition.version}`,
    goals: goals(definition).map(quoteMake).join(" "),
    target: outputTarget(definition.name, platform),
    // What a host seed stands in for needs nothing.
    standIns: definition.standIns.join(" "),
    needs: buildNeeds(graph, definition).map((name) =>
      outputTarget(name, platformOf(graph, definition, name, platform)),
    ),
  };
}
