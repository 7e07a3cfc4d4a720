import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { type Artifact, artifactLayout } from "../evidence/artifacts.js";
import { hashOf } from "../evidence/chain.js";
import type { Committed } from "../evidence/committed.js";
import { cycloneDx } from "../evidence/cyclonedx.js";
import { inventoryOf } from "../evidence/inventory.js";
import { canonical } from "../evidence/names.js";
import { provenanceOf, unnamedBuilder } from "../evidence/provenance.js";
import { spdx } from "../evidence/spdx.js";
import { readBytes, readText, writeFile } from "../load/files.js";
import type { Platform } from "../model/platform.js";
import { chosenPlatform, committedOf, type Evidence, readEvidence } from "./read/evidence.js";
import { signatureFiles } from "./read/signature-files.js";
import { printProblems, run, say, sayJson } from "./terminal/trust-output.js";

const kinds = ["sbom", "provenance", "signatures"] as const;
type Kind = (typeof kinds)[number];

interface Options {
  readonly manifest: string;
  readonly to: string;
  readonly what: readonly Kind[];
  readonly platform?: string;
  readonly referrers?: string;
  readonly json?: true;
}

function words(text: string): readonly Kind[] {
  const unknown = text.split(",").find((word) => !kinds.some((kind) => kind === word));
  if (unknown !== undefined) throw new InvalidArgumentError(`'${unknown}' is none of ${kinds.join(", ")}`);
  return kinds.filter((kind) => text.split(",").includes(kind));
}

/** `defs attach`. Exit codes: 0 written; 1 the tree has mistakes, or no digest of its present inputs; 2 usage, or another image; 3 a bad policy. */
export function register(program: Command): void {
  program
    .command("attach")
    .description("write what is known of an image as OCI artifacts that refer to it, for make push ATTACH=LIST")
    .argument("<image>")
    .requiredOption("--manifest <file>", "the manifest of the built image, a blob of its layout")
    .requiredOption("--to <dir>", "the OCI layout to write")
    .option("--what <list>", `what to attach, of ${kinds.join(",")}`, words, kinds)
    .option("--platform <os/arch>", "platform of the image; default: the one that it names first")
    .option("--referrers <file>", "the index of referrers that the registry has already, which is added to")
    .option("--json", "print the artifacts as JSON")
    .action((image: string, options: Options) =>
      run(() => attach(resolve(program.opts<{ root: string }>().root), image, options)),
    );
}

async function attach(root: string, image: string, options: Options): Promise<number> {
  const evidence = await readEvidence(root);
  const platform = chosenPlatform(evidence, image, options.platform);
  const manifest = readBytes(options.manifest);
  const digest = hashOf(manifest);
  const committed = committedOf(evidence, image, platform);
  if (digest !== committed.digest)
    throw new Error(`${options.manifest} is ${digest}, and what is known of ${image} is about ${committed.digest}`);
  const about: About = { root, evidence, image, platform, committed };
  const artifacts = (await Promise.all(options.what.map((kind) => artifactsOf(about, kind)))).flat();
  const known = options.referrers === undefined ? undefined : readText(options.referrers);
  const files = artifactLayout({ digest, size: manifest.length }, artifacts, known);
  for (const [path, bytes] of files) writeFile(join(resolve(options.to), path), bytes);
  if (options.json === true)
    sayJson(
      artifacts.map(({ name, artifactType, files }) => ({
        name,
        artifactType,
        files: files.map(({ title }) => title),
      })),
    );
  else for (const { name } of artifacts) say(name);
  return 0;
}

/** An image, and what is known of it. */
interface About {
  readonly root: string;
  readonly evidence: Evidence;
  readonly image: string;
  readonly platform: Platform;
  readonly committed: Committed;
}

async function artifactsOf({ root, evidence, image, platform, committed }: About, kind: Kind): Promise<Artifact[]> {
  const one = (name: string, mediaType: string, extension: string, text: string): Artifact => ({
    name,
    artifactType: mediaType,
    files: [{ title: `${image}.${extension}`, mediaType, bytes: Buffer.from(text) }],
  });
  switch (kind) {
    case "sbom": {
      const inventory = inventoryOf(evidence, image, platform);
      return [
        one("spdx", "application/spdx+json", "spdx.json", spdx(inventory)),
        one("cyclonedx", "application/vnd.cyclonedx+json", "cyclonedx.json", cycloneDx(inventory)),
      ];
    }
    case "provenance": {
      const statement = canonical(provenanceOf(evidence, image, platform, committed, unnamedBuilder));
      return [one("provenance", "application/vnd.in-toto+json", "intoto.json", statement)];
    }
    case "signatures":
      return [await signaturesOf(root, image, committed.digest)];
  }
}

/** @throws Error when there is no signature to attach. */
async function signaturesOf(root: string, image: string, digest: string): Promise<Artifact> {
  const { hasPolicy, usable, left } = await signatureFiles(root, image, digest);
  await printProblems(left);
  if (usable.length === 0)
    throw new Error(
      hasPolicy
        ? `no signature on ${image} is in signatures/; \`defs signatures import\` puts one there, and --what names what else to attach`
        : `no signature on ${image} is in signatures/ that could count: there is no keys/policy.json`,
    );
  return {
    name: "signatures",
    artifactType: "application/vnd.stagex.signatures.v1",
    files: usable.map(({ name, bytes }) => ({ title: name, mediaType: "application/octet-stream", bytes })),
  };
}
