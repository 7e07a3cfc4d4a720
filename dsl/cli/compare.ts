import { type Command, Option } from "commander";
import { asMarkdown, asText, compareRebuilders, tally } from "../evidence/comparison.js";
import { canonical } from "../evidence/names.js";
import { namedPaths, readRebuilder } from "./read/rebuilders.js";

const formats = ["text", "json", "markdown"] as const;

interface Options {
  readonly format: (typeof formats)[number];
  readonly json?: true;
}

/** `defs compare`. Exit codes: 0 all agree; 1 some differ, or no image is in two places, or a result cannot be read; 2 usage. */
export function register(program: Command): void {
  program
    .command("compare")
    .description("say which rebuilders agree with whom: digests, attestations, or layouts as in out/")
    .argument("<results...>", "files and folders, each PATH or NAME=PATH")
    .addOption(new Option("--format <format>", "form of the answer").choices(formats).default("text"))
    .option("--json", "the same as --format json")
    .action(async (words: string[], options: Options) => {
      if (words.length < 2) throw new Error("comparing takes the results of two rebuilders or more");
      const rebuilders = await Promise.all(namedPaths(words).map(readRebuilder));
      const verdicts = compareRebuilders(rebuilders);
      const counts = tally(verdicts);
      const given = rebuilders.map(({ name, kind, images }) => ({ name, kind, images: images.size }));
      if (options.json || options.format === "json")
        process.stdout.write(canonical({ rebuilders: given, ...counts, images: verdicts }));
      else process.stdout.write(options.format === "markdown" ? asMarkdown(verdicts) : asText(verdicts));
      process.exitCode = counts.differ === 0 && counts.agree > 0 ? 0 : 1;
    });
}
