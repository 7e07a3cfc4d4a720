import { resolve } from "node:path";
import type { Command } from "commander";
import { run, say } from "./terminal/trust-output.js";

/** `defs signatures qr|scan`: payloads and signatures as pictures, for a signer's machine without a port. */
export function registerPictures(signatures: Command): void {
  signatures
    .command("qr")
    .description("draw payloads as QR codes, for the camera of an air-gapped signer")
    .argument("<files...>", "payloads, or other files to be read there")
    .option("--out <dir>", "folder for the pictures; beside each file by default")
    .action((files: string[], { out }: { out?: string }) => run(() => draw(files, out)));
  signatures
    .command("scan")
    .description("read signatures from pictures of QR codes, as files for --signatures")
    .argument("<pictures...>", "PNG files, in any order")
    .requiredOption("--payloads <dir>", "folder of the payloads, which gets the signatures")
    .action((pictures: string[], { payloads }: { payloads: string }) => run(() => scan(pictures, payloads)));
}

async function draw(files: readonly string[], out: string | undefined): Promise<number> {
  const { drawFile } = await import("../pictures/carry.js");
  for (const file of files)
    for (const picture of await drawFile(file, out === undefined ? undefined : resolve(out))) say(`wrote ${picture}`);
  return 0;
}

async function scan(pictures: readonly string[], payloads: string): Promise<number> {
  const { scanSignatures } = await import("../pictures/carry.js");
  for (const { path, payload } of await scanSignatures(pictures, payloads)) say(`${payload}: wrote ${path}`);
  return 0;
}
