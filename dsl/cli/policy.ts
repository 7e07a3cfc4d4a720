import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { ContainersPolicy } from "../trust/export.js";
import { type AnchorOptions, run, say, withAnchor } from "./terminal/trust-output.js";
import { readCount } from "./read-count.js";

interface SignOptions {
  readonly key: string;
  readonly payloads?: string;
  readonly signatures?: string;
}
interface ExportOptions extends AnchorOptions {
  readonly out: string;
  readonly lookaside: string;
  readonly keys?: string;
  readonly existing?: string;
  readonly mirror: string[];
  readonly tag: string[];
}

const collect = (value: string, values: string[]): string[] => [...values, value];

/** `defs policy export|prepare|sign`. Exit codes: 0 done, 1 refused, 2 usage, 3 no trusted policy. */
export function register(program: Command): void {
  const root = (): string => resolve(program.opts<{ root: string }>().root);
  const policy = program.command("policy").description("the k-of-n policy: for podman and skopeo, and its own changes");
  withAnchor(policy.command("export").description("write policy.json, registries.d and keys for podman and skopeo"))
    .requiredOption("--out <dir>", "directory to write to")
    .requiredOption("--lookaside <url>", "URL under which consumers reach signatures/")
    .option("--keys <dir>", "absolute path where consumers keep the keys (default: keys/ below --out)")
    .option("--existing <file>", "policy.json to extend")
    .option("--mirror <repository>", "a mirror of our repository; may be repeated", collect, [])
    .option("--tag <image:tag>", "a further tag of an image; may be repeated", collect, [])
    .action((options: ExportOptions) => run(() => exportFiles(root(), options)));
  policy
    .command("prepare")
    .description("write version, previous and the SHA-256 of key files into keys/policy.json, after an edit of it")
    .action(() => run(() => prepare(root())));
  policy
    .command("sign")
    .description("approve keys/policy.json, as a person of the version before it or of itself")
    .argument("[version]", "an earlier version, of keys/history/", readCount)
    .requiredOption("--key <fingerprint>", "primary fingerprint of your key")
    .option("--payloads <dir>", "write what is to be signed here, for an air-gapped signer")
    .option("--signatures <dir>", "take the signature on such a payload from here")
    .action((version: number | undefined, options: SignOptions) => run(() => sign(root(), version, options)));
}

async function exportFiles(root: string, options: ExportOptions): Promise<number> {
  const [{ exportPolicy, minimumVersions }, { readTrust }, { readGraph }, { writeWhole }, { parseJson }] =
    await Promise.all([
      import("../trust/export.js"),
      import("../trust/verify.js"),
      import("../trust/graph.js"),
      import("../trust/files.js"),
      import("../trust/json.js"),
    ]);
  const trust = await readTrust(root, options, new Date());
  const out = resolve(options.out);
  const existing =
    options.existing === undefined
      ? undefined
      : (parseJson(await readFile(options.existing, "utf8")) as unknown as ContainersPolicy);
  const result = exportPolicy(trust.policy, trust.keyring, await readGraph(root), {
    lookaside: options.lookaside,
    keyDirectory: options.keys ?? join(out, "keys"),
    mirrors: options.mirror,
    tags: options.tag,
    existing,
    now: trust.now,
  });
  for (const key of result.keys) await writeWhole(join(out, key.path), await readFile(join(root, key.path)));
  await writeWhole(join(out, "registries.d", "stagex.yaml"), result.registries);
  await writeWhole(join(out, "policy.json"), `${JSON.stringify(result.policy, undefined, 2)}\n`);
  process.stdout.write(
    `wrote ${out}: policy.json, registries.d/stagex.yaml and ${result.keys.length} keys; needs ${minimumVersions} or newer\n`,
  );
  return 0;
}

async function prepare(root: string): Promise<number> {
  const { preparePolicy } = await import("../trust/prepare-policy.js");
  const { policy, sha256 } = await preparePolicy(root);
  say(`keys/policy.json: version ${policy.version}, SHA-256 ${sha256}; commit it, then sign it`);
  return 0;
}

async function sign(root: string, version: number | undefined, { key, ...carrier }: SignOptions): Promise<number> {
  const { signPolicy } = await import("../trust/sign-policy.js");
  const { path, done } = await signPolicy(root, key, carrier, version);
  say(`${path}: ${done}`);
  return 0;
}
