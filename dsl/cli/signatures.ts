import { resolve } from "node:path";
import type { Command } from "commander";
import { registerPictures } from "./signatures-qr.js";
import { type AnchorOptions, printProblems, run, say, withAnchor } from "./terminal/trust-output.js";

/** `defs signatures lint|import|export|status|qr|scan`. Exit codes: 0 nothing found, 1 something refused or unmet, 2 usage, 3 no policy. */
export function register(program: Command): void {
  const root = (): string => resolve(program.opts<{ root: string }>().root);
  const signatures = program.command("signatures").description("look after signature files");
  signatures
    .command("lint")
    .description("find what a pull request must not bring into signatures/ and keys/")
    .action(() => run(() => lint(root())));
  signatures
    .command("import")
    .description("take a signature that gpg, skopeo, podman or openpgp.js wrote")
    .argument("<file>", "signed message, also armoured or compressed")
    .argument("<image>", "image it is on")
    .option("--platform <os/arch>", "platform of the image", "linux/amd64")
    .action((file: string, image: string, { platform }: { platform: string }) =>
      run(() => importOne(root(), file, image, platform)),
    );
  withAnchor(signatures.command("export").description("write the good signatures as podman and skopeo look for them"))
    .requiredOption("--out <dir>", "folder to write to, the one that is published as the lookaside")
    .action((options: AnchorOptions & { out: string }) => run(() => exportAll(root(), options)));
  signatures
    .command("status")
    .description("say per image who signed, who can still sign, and what blocks")
    .argument("[images...]", "images; all by default")
    .action((images: string[]) => run(() => status(root(), images)));
  registerPictures(signatures);
}

async function lint(root: string): Promise<number> {
  const { lintSignatures } = await import("../trust/lint.js");
  const { checked, problems } = await lintSignatures(root);
  await printProblems(problems);
  say(`checked ${checked} files in signatures/ and keys/: ${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
}

async function importOne(root: string, file: string, image: string, platform: string): Promise<number> {
  const { importSignature } = await import("../trust/collect.js");
  say(`${image}: imported as ${await importSignature(root, resolve(file), image, platform)}`);
  return 0;
}

async function exportAll(root: string, { out, ...anchor }: AnchorOptions & { out: string }): Promise<number> {
  const { exportSignatures } = await import("../trust/collect.js");
  const { images, files } = await exportSignatures({ root, ...anchor }, resolve(out));
  say(`wrote ${files} signatures on ${images} images to ${resolve(out)}`);
  return 0;
}

async function status(root: string, images: readonly string[]): Promise<number> {
  const { signingStatus } = await import("../trust/collect.js");
  const found = await signingStatus(root, images);
  for (const image of found) {
    say(`${image.met ? "met" : "not met"} ${image.platform}/${image.image}: ${image.people.length} of ${image.needed}`);
    if (image.people.length > 0) say(`  signed: ${image.people.join(", ")}`);
    if (!image.met && image.missing.length > 0) say(`  can sign: ${image.missing.join(", ")}`);
    for (const reason of image.blocked) say(`  ${reason}`);
  }
  return found.every((image) => image.met) ? 0 : 1;
}
