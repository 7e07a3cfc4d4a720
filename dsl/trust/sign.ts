import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { digestsPath, parseDigests } from "./digests.js";
import { fromTree, readUntrusted, writeNew, writeWhole } from "./files.js";
import { type Graph, platformDirectory, readGraph, tagOf } from "./graph.js";
import type { Trust } from "./images.js";
import { verifyFile } from "./images.js";
import { readKeyring } from "./keys.js";
import { hashLayout } from "./layout.js";
import { type Claim, refusePayload, writePayload } from "./payload.js";
import { dayOf, type Policy, readPolicy } from "./policy.js";
import { exitCodes, fail } from "./problem.js";
import { verifyMessage } from "./signature.js";
import { signatureCount, signatureDirectory } from "./signatures.js";

/** What to sign, with which key, and where payloads go or signatures come from on an air-gapped signer. */
export interface SignOptions {
  readonly root: string;
  readonly images: readonly string[];
  /** `linux/amd64`. */
  readonly platform: string;
  /** Primary fingerprint, 40 upper-case hexadecimal digits. */
  readonly key: string;
  /** Accept dependencies that were imported rather than built. */
  readonly acceptImported?: boolean | undefined;
  /** Write payloads here and sign nothing. */
  readonly payloads?: string | undefined;
  /** Take signatures on such payloads from here. */
  readonly signatures?: string | undefined;
  readonly now?: Date;
}

/** What was done for one image. */
export interface SignResult {
  readonly image: string;
  readonly path: string;
  readonly done: "signed" | "payload written" | "signed already";
}

/** The image at which the demand for built dependencies ends. */
export const closureFloor = "bootstrap-stage3";

const run = promisify(execFile);

/**
 * Signs images: each must be built here together with its closure down to stage3, agree with its committed digest at
 * a clean HEAD, and have right blobs throughout. Stops at the first image that does not qualify.
 * @throws TrustError E509, exit code 1, or 3 without a policy.
 */
export async function signImages(options: SignOptions): Promise<SignResult[]> {
  const { root, key, now = new Date() } = options;
  const { policy } = await readPolicy(root);
  const trust: Trust = { root, policy, now, keyring: await readKeyring(fromTree(root), policy) };
  checkKey(trust, key);
  const timestamp = await checkHead(root);
  const graph = await readGraph(root);
  const results: SignResult[] = [];
  for (const image of options.images) {
    const claim = await claimFor(options, policy, graph, image);
    results.push(await handle(options, trust, image, claim, writePayload(claim, timestamp)));
  }
  return results;
}

function refuse(path: string, message: string, hint?: string): never {
  return fail("E509", path, message, exitCodes.notMet, hint);
}

function checkKey(trust: Trust, fingerprint: string): void {
  const bad = trust.keyring.refused.find((key) => key.path.includes(fingerprint));
  if (bad !== undefined) refuse(bad.path, bad.reason);
  const key = trust.keyring.keys.find((item) => item.fingerprint === fingerprint);
  if (key === undefined) return refuse("keys/policy.json", `key ${fingerprint} is not listed; the policy must list it first`);
  if (key.unusable !== undefined) refuse(key.path, key.unusable);
  if (key.expires !== undefined && key.expires <= trust.now) refuse(key.path, `key expired on ${dayOf(key.expires)}`);
  const today = dayOf(trust.now);
  if (today < key.from || today > key.until) refuse("keys/policy.json", `key ${fingerprint} is accepted from ${key.from} until ${key.until}; today is ${today}`);
}

/** Demands a checkout without changes and returns its commit's time in seconds, which payloads carry. */
async function checkHead(root: string): Promise<number> {
  const { stdout } = await run("git", ["-C", root, "status", "--porcelain", "--", ".", ":(exclude)signatures"]).catch(() => refuse(".", "not a git checkout"));
  if (stdout !== "") refuse(".", `the checkout has changes (${stdout.split("\n")[0] ?? ""} ...)`, "commit or remove them, then sign");
  return Number((await run("git", ["-C", root, "log", "-1", "--format=%ct"])).stdout);
}

async function claimFor(options: SignOptions, policy: Policy, graph: Graph, image: string): Promise<Claim> {
  const { root, platform } = options;
  const directory = platformDirectory(platform);
  const item = graph.get(directory)?.get(image);
  if (item === undefined) return refuse("generated/graph.json", `${image} is not an image for ${platform}`);
  const digest = await committedDigest(root, digestsPath(directory, item.stage), image);
  await checkRecords(options, graph, image, digest);
  const layout = await hashLayout(root, `out/${directory}/${image}`, platform);
  if ("refused" in layout) return refuse(`out/${directory}/${image}`, layout.refused);
  if (layout.digest !== digest) refuse(`out/${directory}/${image}`, `has digest ${layout.digest}, committed is ${digest}`);
  return { name: `${policy.repository}/${image}`, tag: tagOf(item), digest };
}

async function committedDigest(root: string, path: string, image: string): Promise<string> {
  const { stdout } = await run("git", ["-C", root, "show", `HEAD:./${path}`], { maxBuffer: 1 << 24 }).catch(() => refuse(path, "is not in HEAD"));
  return parseDigests(stdout, path, () => true).digests.get(image) ?? refuse(path, `HEAD has no digest of ${image}`);
}

/** Images from `first` down to stage3; the whole chain when `first` is itself part of it. */
export function closure(graph: Graph, platform: string, first: string): string[] {
  const seen = new Set<string>();
  const todo = [first];
  for (let image = todo.pop(); image !== undefined; image = todo.pop()) {
    if (seen.has(image)) continue;
    seen.add(image);
    if (image === closureFloor && image !== first) continue;
    todo.push(...(graph.get(platform)?.get(image)?.deps ?? []));
  }
  return [...seen];
}

async function checkRecords(options: SignOptions, graph: Graph, image: string, digest: string): Promise<void> {
  const directory = platformDirectory(options.platform);
  for (const member of closure(graph, directory, image)) {
    const path = `out/${directory}/${member}/record`;
    const read = await readUntrusted(options.root, path, 1 << 16);
    if ("refused" in read) return refuse(path, read.refused, `build ${member} here first`);
    const record = new Map(read.bytes.toString("utf8").split("\n").map((line): [string, string] => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]));
    const origin = record.get("origin");
    if (origin !== "built" && !(origin === "imported" && member !== image && options.acceptImported === true)) {
      refuse(path, `origin is '${origin ?? ""}'; ${member} must be built here for ${image} to be signed`, member === image ? undefined : "--accept-imported lowers this for dependencies");
    }
    if (member === image && record.get("digest") !== `sha256:${digest}`) refuse(path, `says ${record.get("digest") ?? "nothing"}, committed is sha256:${digest}`);
  }
}

async function handle(options: SignOptions, trust: Trust, image: string, claim: Claim, payload: string): Promise<SignResult> {
  const name = `${image}.${platformDirectory(options.platform)}.json`;
  if (options.payloads !== undefined) {
    await writeWhole(join(options.payloads, name), payload);
    return { image, path: join(options.payloads, name), done: "payload written" };
  }
  const bytes = options.signatures === undefined ? await signPayload(payload, options.key) : await readFile(join(options.signatures, `${name}.gpg`)).catch(() => refuse(join(options.signatures ?? "", `${name}.gpg`), "is missing"));
  return placeSignature(trust, image, claim, bytes);
}

/** Has gpg write a signed message in the one accepted form; the frozen clock gives message and signature one time. */
export async function signPayload(payload: string, key: string): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), "sign-"));
  try {
    await writeFile(join(directory, "payload"), payload);
    const clock = `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}!`;
    await runGpg(["--no-options", "--quiet", "--yes", "--faked-system-time", clock, "--local-user", key, "--digest-algo", "SHA512", "--compress-level", "0",
      "--no-armor", "--set-filename", "", "--output", join(directory, "signature"), "--sign", join(directory, "payload")]);
    return await readFile(join(directory, "signature"));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

// gpg may have to ask for a PIN, so it keeps the terminal.
function runGpg(args: readonly string[]): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    spawn("gpg", args, { stdio: "inherit" })
      .on("error", reject)
      .on("close", (status) => (status === 0 ? resolve() : reject(new Error(`gpg ended with status ${status}`))));
  }).catch((error: unknown) => refuse("gpg", `did not sign: ${(error as Error).message}`));
}

/** Verifies a new signature and writes it under the first free number, never over another file. */
async function placeSignature(trust: Trust, image: string, claim: Claim, bytes: Buffer): Promise<SignResult> {
  const everyone = trust.policy.people.map((person) => person.name);
  const directory = signatureDirectory(trust.policy.repository, image, claim.digest);
  const result = await verifyMessage(bytes, trust.keyring, trust.now);
  const refused = "refused" in result ? result.refused : refusePayload(result.payload, claim);
  if ("refused" in result || refused !== undefined) return refuse(directory, `the new signature is refused: ${refused ?? ""}`);
  for (let number = 1; number <= signatureCount; number += 1) {
    const path = `${directory}/signature-${number}`;
    const existing = await verifyFile(trust, path, everyone, (signature) => refusePayload(signature.payload, claim));
    if (!("refused" in existing) && existing.person === result.person) return { image, path, done: "signed already" };
    if ("refused" in existing && existing.refused.includes("no such file") && (await writeNew(join(trust.root, path), bytes))) return { image, path, done: "signed" };
  }
  return refuse(directory, `has ${signatureCount} signatures already; no more are read`);
}
