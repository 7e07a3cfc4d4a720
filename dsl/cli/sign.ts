import { join, resolve } from "node:path";
import type { Command } from "commander";
import { execa } from "execa";
import { repository } from "../load/place.js";

interface Options {
  readonly key: string;
  readonly platform: string;
  readonly payloads?: string;
  readonly signatures?: string;
  readonly acceptImported?: true;
  readonly all?: true;
}

/** `defs sign`: starts scripts/sign, the one signer. Exit codes: 0 signed, 1 refused, 2 usage, 3 no policy. */
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
    .action(async (images: string[], options: Options) => {
      const root = resolve(program.opts<{ root: string }>().root);
      const { exitCode } = await execa(join(repository, "scripts/sign"), words(images, options), {
        stdio: "inherit",
        env: { STAGEX_ROOT: root },
        reject: false,
      });
      process.exitCode = exitCode ?? 1;
    });
}

/** The command line of scripts/sign; images come last, and cannot be taken for options: it refuses such names itself. */
function words(images: readonly string[], options: Options): string[] {
  return [
    ...["--key", options.key, "--platform", options.platform],
    ...(options.payloads === undefined ? [] : ["--payloads", options.payloads]),
    ...(options.signatures === undefined ? [] : ["--signatures", options.signatures]),
    ...(options.acceptImported ? ["--accept-imported"] : []),
    ...(options.all ? ["--all"] : []),
    ...images,
  ];
}
