import { resolve } from "node:path";
import type { Command } from "commander";
import { inventoryOf } from "../evidence/inventory.js";
import { openVex } from "../evidence/openvex.js";
import { chosenPlatform, readEvidence } from "./read/evidence.js";

/** `defs vex`. Exit codes: 0 written, or nothing was said and standard error tells so; 1 the tree has mistakes; 2 usage. */
export function register(program: Command): void {
  program
    .command("vex")
    .description("print what definitions say of vulnerabilities in an image, as OpenVEX")
    .argument("<image>")
    .option("--platform <os/arch>", "platform of the image; default: the one that it names first")
    .option("--json", "accepted for likeness with other commands: the document is JSON in any case")
    .action(async (image: string, { platform }: { platform?: string }) => {
      const evidence = await readEvidence(resolve(program.opts<{ root: string }>().root));
      const text = openVex(inventoryOf(evidence, image, chosenPlatform(evidence, image, platform)));
      if (text === undefined) process.stderr.write(`${image}: no definition says anything of vulnerabilities in it\n`);
      else process.stdout.write(text);
    });
}
