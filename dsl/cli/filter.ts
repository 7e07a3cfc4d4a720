import { type Command, Option } from "commander";
import { platforms, stages } from "../model/platform.js";

/** Which images are asked for. */
export interface Filter {
  readonly stage?: string;
  readonly platform?: string;
  readonly license?: string;
  readonly text?: string;
}

/** An image as far as filters look at it. */
export interface Filtered {
  readonly name: string;
  readonly stage: string;
  readonly description: string;
  readonly license: string;
  readonly platforms: readonly string[];
}

/** Adds the options that choose images. */
export function withFilter(command: Command): Command {
  return command
    .addOption(new Option("--stage <stage>", "only images of this stage").choices([...stages]))
    .addOption(new Option("--platform <os/arch>", "only images for this platform").choices([...platforms]))
    .option("--license <text>", "only images whose licence holds this, such as GPL-3")
    .option("--text <words>", "only images with these words in name or description");
}

/** Whether an image is among those asked for. Capital letters do not matter; of several words all have to be there. */
export function passes(image: Filtered, { stage, platform, license, text }: Filter): boolean {
  const words = (text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const searched = `${image.name} ${image.description}`.toLowerCase();
  return (
    (stage === undefined || image.stage === stage) &&
    (platform === undefined || image.platforms.includes(platform)) &&
    (license === undefined || image.license.toLowerCase().includes(license.toLowerCase())) &&
    words.every((word) => searched.includes(word))
  );
}
