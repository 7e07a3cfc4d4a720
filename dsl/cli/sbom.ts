import { platformFolder } from "../model/platform.js";
import { join, resolve } from "node:path";
import { Option, type Command } from "commander";
import { type Inventory, inventoryOf } from "../evidence/inventory.js";
import { definitionOf } from "../graph/graph.js";
import { writeFile } from "../load/files.js";
import { chosenPlatform, type Evidence, readEvidence } from "./read/evidence.js";

const formats = ["cyclonedx", "spdx"] as const;

interface Options {
  readonly format: (typeof formats)[number];
  readonly platform?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `defs sbom`. Exit codes: 0 written, 1 the tree has mistakes, 2 usage. */
export function register(program: Command): void {
  program
    .command("sbom")
    .description("print the bill of materials of an image: its packages, what they need, sources, licences")
    .argument("[image]", "the image; all of them with --out")
    .addOption(new Option("--format <format>", "form of the document").choices(formats).default("spdx"))
    .option("--platform <os/arch>", "platform of the image; default: the one that it names first")
    .option("--out <dir>", "write DIR/<os-arch>/<image>.<format>.json instead of printing")
    .option("--json", "accepted for likeness with other commands: the document is JSON in any case")
    .action((image: string | undefined, options: Options) =>
      sbom(resolve(program.opts<{ root: string }>().root), image, options),
    );
}

async function sbom(root: string, image: string | undefined, options: Options): Promise<void> {
  if (image === undefined && options.out === undefined)
    throw new Error("which image? `defs sbom IMAGE` prints one, `defs sbom --out DIR` writes those of all images");
  const [evidence, emit] = await Promise.all([readEvidence(root), emitter(options.format)]);
  for (const inventory of inventories(evidence, image, options.platform)) {
    const text = emit(inventory);
    if (options.out === undefined) process.stdout.write(text);
    else writeFile(join(resolve(options.out), fileName(inventory, options.format)), text);
    if (inventory.digest === undefined && image !== undefined)
      process.stderr.write(`${image}: no digest is written down for its present inputs, so the document names none\n`);
  }
}

async function emitter(format: Options["format"]): Promise<(inventory: Inventory) => string> {
  if (format === "spdx") return (await import("../evidence/spdx.js")).spdx;
  return (await import("../evidence/cyclonedx.js")).cycloneDx;
}

function fileName({ definition, platform }: Inventory, format: string): string {
  return `${platformFolder(platform)}/${definition.name}.${format}.json`;
}

function inventories(evidence: Evidence, image: string | undefined, asked: string | undefined): Inventory[] {
  if (image !== undefined) return [inventoryOf(evidence, image, chosenPlatform(evidence, image, asked))];
  return evidence.graph.order.flatMap((name) =>
    definitionOf(evidence.graph, name)
      .platforms.filter((platform) => asked === undefined || platform === asked)
      .map((platform) => inventoryOf(evidence, name, platform)),
  );
}
