import { resolve } from "node:path";
import type { Command } from "commander";
import { run, say } from "./terminal/trust-output.js";

interface Options {
  readonly key: string;
  readonly platform: string;
  readonly payloads?: string;
  readonly signatures?: string;
  readonly acceptImported?: true;
  readonly all?: true;
}

/** `defs sign`: what scripts/sign does. Exit codes: 0 signed, 1 refused, 2 usage, 3 no policy. */
export function register(program: Command): void {
  program
    .command("sign")
    .description("sign committed digests of images built here, with your own gpg")
    .argument("[images...]")
    .option("--all", "every image of the platform that was built here and has a committed digest")
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
  if (images.length > 0 === (options.all === true)) {
    process.stderr.write("defs: sign takes names of images, or --all\n");
    return 2;
  }
  const { signImages } = await import("../trust/sign.js");
  const results = await signImages({ root, images, ...options });
  for (const result of results) say(`${result.image}: ${result.done}, ${result.path}`);
  return results.some((result) => result.done === "refused") ? 1 : 0;
}
