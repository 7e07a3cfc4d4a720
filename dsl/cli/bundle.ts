import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { originOf, verifierFiles } from "../evidence/bundle.js";
import type { Committed } from "../evidence/committed.js";
import { cycloneDx } from "../evidence/cyclonedx.js";
import { inventoryOf } from "../evidence/inventory.js";
import { canonical } from "../evidence/names.js";
import { provenanceOf, unnamedBuilder } from "../evidence/provenance.js";
import { spdx } from "../evidence/spdx.js";
import { listFiles, readBytes } from "../load/files.js";
import { repository } from "../load/place.js";
import { type Platform, platformFolder } from "../model/platform.js";
import { chosenPlatform, committedOf, type Evidence, readEvidence } from "./read/evidence.js";
import { signatureFiles } from "./read/signature-files.js";
import { printProblems, run, say, sayJson } from "./terminal/trust-output.js";
import { type Content, writeArchive } from "./write-archive.js";

interface Options {
  readonly to?: string;
  readonly out?: string;
  readonly platform?: string;
  readonly json?: true;
}

/** `defs bundle`. Exit codes: 0 written; 1 the tree has mistakes, or the image is not the one that is written down; 2 usage. */
export function register(program: Command): void {
  program
    .command("bundle")
    .description("write an image with everything that says how it came to be as one tar, to be checked offline")
    .argument("<image>")
    .option("--to <file>", "the tar to write (default: IMAGE.OS-ARCH.tar)")
    .option("--out <dir>", "where images were built (default: $OUT, or out/ of the tree)")
    .option("--platform <os/arch>", "platform of the image; default: the one that it names first")
    .option("--json", "print what was written as JSON")
    .action((image: string, options: Options) =>
      run(() => bundle(resolve(program.opts<{ root: string }>().root), image, options)),
    );
}

async function bundle(root: string, image: string, options: Options): Promise<number> {
  const evidence = await readEvidence(root);
  const platform = chosenPlatform(evidence, image, options.platform);
  const committed = committedOf(evidence, image, platform);
  const { digest } = committed;
  const name = `${image}.${platformFolder(platform)}`;
  const out = resolve(options.out ?? process.env["OUT"] ?? join(root, "out"));
  const files = new Map<string, Content>([
    ["bundle.txt", Buffer.from(`image ${image}\nplatform ${platform}\ndigest ${digest}\n`)],
    ...(await layoutOf(out, image, platform, digest)),
    ...originFiles(root, evidence, `${image}@${platform}`),
    ...evidenceFiles(evidence, image, platform, committed),
    ...(await trustFiles(root, image, digest)),
    ...verifierFiles.map((path): [string, Content] => [path, readBytes(join(repository, path))]),
  ]);
  const to = resolve(options.to ?? `${name}.tar`);
  const written = writeArchive(to, name, files, (path) => /^scripts\/[^/]+$/.test(path));
  if (options.json === true) sayJson({ file: to, image, platform, digest, ...written });
  else say(`${to}: ${written.files} files, ${(written.bytes / 1e6).toFixed(1)} MB, sha256:${written.sha256}`);
  return 0;
}

/** The image from where it was built. @throws Error when another one lies there, or none. */
async function layoutOf(out: string, image: string, platform: Platform, digest: string): Promise<[string, Content][]> {
  const { openLayout } = await import("../trust/layout.js");
  const folder = `${platformFolder(platform)}/${image}`;
  if (!existsSync(join(out, folder, "index.json")))
    throw new Error(`${image} is not in ${out}; \`make ${image}\` builds it, \`make preseed\` fetches it`);
  const layout = await openLayout(out, folder, platform);
  if ("refused" in layout) throw new Error(`${join(out, folder)}: ${layout.refused}`);
  if (`sha256:${layout.digest}` !== digest)
    throw new Error(`${join(out, folder)} is sha256:${layout.digest}, and ${digest} is written down`);
  return [
    ...["index.json", "oci-layout"].map((file): [string, Content] => [
      `layout/${file}`,
      readBytes(join(out, folder, file)),
    ]),
    ...layout.blobs.map((sha256): [string, Content] => [
      `layout/blobs/sha256/${sha256}`,
      { file: join(out, folder, "blobs/sha256", sha256), sha256 },
    ]),
  ];
}

/** What the image was made from, and what is written down of it. */
function originFiles(root: string, { tree }: Evidence, id: string): [string, Content][] {
  const { texts, files } = originOf(tree, id);
  const notes = listFiles(root, "bootstrap/ddc");
  const written = [...listFiles(root, "digests"), ...notes, ...files];
  return [
    ...[...texts].map(([path, text]): [string, Content] => [path, Buffer.from(text)]),
    ...written.map((path): [string, Content] => [path, readBytes(join(root, path))]),
    ...locksOf(root, notes).map((path): [string, Content] => [path, readBytes(join(repository, path))]),
  ];
}

/** The lists of packages that the notes of host seeds name. */
function locksOf(root: string, notes: readonly string[]): string[] {
  const locks = notes.flatMap((path) => [
    ...readBytes(join(root, path))
      .toString()
      .matchAll(/^lock [0-9a-f]+ (\S+)$/gm),
  ]);
  return [...new Set(locks.map(([, path]) => path!))];
}

function evidenceFiles(
  evidence: Evidence,
  image: string,
  platform: Platform,
  committed: Committed,
): [string, Content][] {
  const inventory = inventoryOf(evidence, image, platform);
  const statement = provenanceOf(evidence, image, platform, committed, unnamedBuilder);
  return [
    [`evidence/${image}.cyclonedx.json`, Buffer.from(cycloneDx(inventory))],
    [`evidence/${image}.intoto.json`, Buffer.from(canonical(statement))],
    [`evidence/${image}.spdx.json`, Buffer.from(spdx(inventory))],
  ];
}

/** Policy, keys and releases, and the signatures on the image for the policy's repository. */
async function trustFiles(root: string, image: string, digest: string): Promise<[string, Content][]> {
  const { directory, usable, left } = await signatureFiles(root, image, digest);
  await printProblems(left);
  return [
    ...[...listFiles(root, "keys"), ...listFiles(root, "releases")].map((path): [string, Content] => [
      path,
      readBytes(join(root, path)),
    ]),
    ...usable.map(({ name, bytes }): [string, Content] => [`${directory}/${name}`, bytes]),
  ];
}
