import { type Command, Option } from "commander";
import type { Graph } from "../graph/graph.js";
import { licenseOf } from "../graph/license.js";
import { platforms, stages } from "../model/platform.js";

/** Which images are asked for. */
export interface Filter {
  readonly stage?: string;
  readonly platform?: string;
  readonly license?: string;
  readonly text?: string;
}

/** Adds the options that choose images. */
export function withFilter(command: Command): Command {
  return command
    .addOption(new Option("--stage <stage>", "only images of this stage").choices([...stages]))
    .addOption(new Option("--platform <os/arch>", "only images for this platform").choices([...platforms]))
    .option("--license <text>", "only images whose licence holds this, such as GPL-3")
    .option("--text <words>", "only images with these words in name or description");
}

/** Names of options that were given, as `--stage`. */
export function filtersGiven({ stage, platform, license, text }: Filter): string[] {
  return Object.entries({ stage, platform, license, text }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`],
  );
}

/** Says that no image was chosen: an empty answer alone would look like a fault. */
export function sayNone(count: number): void {
  process.stderr.write(`none of ${count} images is as asked\n`);
}

/** The images that are asked for. Capital letters do not matter; of several words all have to be there. */
export function chosenBy(
  graph: Pick<Graph, "definitions">,
  { stage, platform, license, text }: Filter,
): ReadonlySet<string> {
  const words = (text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = [...graph.definitions.values()].filter((image) => {
    const searched = `${image.name} ${image.description}`.toLowerCase();
    return (
      (stage === undefined || image.stage === stage) &&
      (platform === undefined || image.platforms.some((each) => each === platform)) &&
      (license === undefined || licenseOf(graph, image).toLowerCase().includes(license.toLowerCase())) &&
      words.every((word) => searched.includes(word))
    );
  });
  return new Set(chosen.map(({ name }) => name));
}
