import { resolve } from "node:path";
import type { Command } from "commander";
import { run } from "./trust-output.js";

interface Options {
  readonly key: string;
  readonly platform: string;
  readonly payloads?: string;
  readonly signatures?: string;
  readonly acceptImported?: true;
}

/** `defs sign`: what scripts/sign does. Exit codes: 0 signed, 1 refused, 2 usage, 3 no policy. */
export function register(program: Command): void {
  program
    .command("sign")
    .description("sign committed digests of images built here, with your own gpg")
    .argument("<images...>")
    .requiredOption("--key <fingerprint>", "primary fingerprint of your key")
    .option("--platform <os/arch>", "platform of the images", "linux/amd64")
    .option("--payloads <dir>", "write what is to be signed here, for an air-gapped signer")
    .option("--signatures <dir>", "take signatures on such payloads from here")
    .option("--accept-imported", "accept dependencies that were imported rather than built")
    .action((images: string[], options: Options) =>
      run(() => sign(resolve(program.opts<{ root: string }>().root), images, options)),
    );
}

async function sign(root: string, images: readonly string[], options: Options): Promise<number> {
  const { signImages } = await import("../trust/sign.js");
  for (const result of await signImages({ root, images, ...options }))
    process.stdout.write(`${result.image}: ${result.done}, ${result.path}\n`);
  return 0;
}
