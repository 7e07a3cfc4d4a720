import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { digestsPath, parseDigests } from "./digests.js";
import { fromTree, readUntrusted, writeWhole } from "./files.js";
import { signPayload } from "./gpg.js";
import { type Graph, type Member, needsOf, platformDirectory, readGraph, tagOf } from "./graph.js";
import type { Trust } from "./images.js";
import { verifyFile } from "./images.js";
import { readKeyring } from "./keys.js";
import { hashLayout } from "./layout.js";
import { type Claim, refusePayload, writePayload } from "./payload.js";
import { type Policy, readPolicy } from "./policy.js";
import { exitCodes, fail } from "./problem.js";
import { verifyMessage } from "./signature.js";
import { placeSignature, refuseKey } from "./place.js";
import { listSignatures, signatureDirectory } from "./signatures.js";

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
  const { root, key } = options;
  const { policy } = await readPolicy(root);
  const trust: Trust = { root, policy, now: new Date(), keyring: await readKeyring(fromTree(root), policy) };
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
  const reason = refuseKey(trust, fingerprint);
  if (reason !== undefined) refuse("keys/policy.json", reason);
}

/** Demands a checkout without changes and returns its commit's time in seconds, which payloads carry. */
async function checkHead(root: string): Promise<number> {
  const { stdout } = await run("git", ["-C", root, "status", "--porcelain", "--", ".", ":(exclude)signatures"]).catch(
    () => refuse(".", "not a git checkout"),
  );
  if (stdout !== "")
    refuse(".", `the checkout has changes (${stdout.split("\n")[0] ?? ""} ...)`, "commit or remove them, then sign");
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
  if (layout.digest !== digest)
    refuse(`out/${directory}/${image}`, `has digest ${layout.digest}, committed is ${digest}`);
  return { name: `${policy.repository}/${image}`, tag: tagOf(item), platform, digest };
}

async function committedDigest(root: string, path: string, image: string): Promise<string> {
  const { stdout } = await run("git", ["-C", root, "show", `HEAD:./${path}`], { maxBuffer: 1 << 24 }).catch(() =>
    refuse(path, "is not in HEAD"),
  );
  return parseDigests(stdout, path, () => true).digests.get(image) ?? refuse(path, `HEAD has no digest of ${image}`);
}

/** Images from `first` down to stage3; the whole chain when `first` is itself part of it. */
export function closure(graph: Graph, first: Member): Member[] {
  const seen = new Map<string, Member>();
  const todo = [first];
  for (let image = todo.pop(); image !== undefined; image = todo.pop()) {
    const id = `${image.directory}/${image.name}`;
    if (seen.has(id)) continue;
    seen.set(id, image);
    if (image.name === closureFloor && image !== first) continue;
    todo.push(...needsOf(graph, image));
  }
  return [...seen.values()];
}

async function checkRecords(options: SignOptions, graph: Graph, image: string, digest: string): Promise<void> {
  const first = { name: image, directory: platformDirectory(options.platform) };
  for (const found of closure(graph, first)) {
    const { name: member } = found;
    const path = `out/${found.directory}/${member}/record`;
    const read = await readUntrusted(options.root, path, 1 << 16);
    if ("refused" in read) return refuse(path, read.refused, `build ${member} here first`);
    const record = new Map(
      read.bytes
        .toString("utf8")
        .split("\n")
        .map((line): [string, string] => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]),
    );
    const origin = record.get("origin");
    if (origin !== "built" && !(origin === "imported" && found !== first && options.acceptImported === true)) {
      refuse(
        path,
        `origin is '${origin ?? ""}'; ${member} must be built here for ${image} to be signed`,
        found === first ? undefined : "--accept-imported lowers this for dependencies",
      );
    }
    if (found === first && record.get("digest") !== `sha256:${digest}`)
      refuse(path, `says ${record.get("digest") ?? "nothing"}, committed is sha256:${digest}`);
  }
}

async function handle(
  options: SignOptions,
  trust: Trust,
  image: string,
  claim: Claim,
  payload: string,
): Promise<SignResult> {
  const name = `${image}.${platformDirectory(options.platform)}.json`;
  if (options.payloads !== undefined) {
    await writeWhole(join(options.payloads, name), payload);
    return { image, path: join(options.payloads, name), done: "payload written" };
  }
  const earlier = await findEarlier(trust, image, claim, personOf(trust, options.key));
  if (earlier !== undefined) return { image, path: earlier, done: "signed already" };
  const bytes =
    options.signatures === undefined
      ? await signPayload(payload, options.key)
      : await readSignature(join(options.signatures, `${name}.gpg`));
  // Signing takes time, and with a smart card minutes: the new signature is younger than the start of the run.
  return place({ ...trust, now: new Date() }, image, claim, bytes, options.key);
}

async function readSignature(path: string): Promise<Buffer> {
  return readFile(path).catch(() => refuse(path, "is missing"));
}

function personOf(trust: Trust, fingerprint: string): string {
  return trust.keyring.keys.find((key) => key.fingerprint === fingerprint)?.person ?? "";
}

/** Path of a good signature a person made before; whoever has one is not asked for a PIN again. */
async function findEarlier(trust: Trust, image: string, claim: Claim, person: string): Promise<string | undefined> {
  const directory = signatureDirectory(trust.policy.repository, image, claim.digest);
  for (const name of (await listSignatures(trust.root, directory)).usable) {
    const result = await verifyFile(trust, `${directory}/${name}`, [person], (signature) =>
      refusePayload(signature.payload, claim),
    );
    if (!("refused" in result)) return `${directory}/${name}`;
  }
  return undefined;
}

/** Verifies a new signature and puts it in place. */
async function place(trust: Trust, image: string, claim: Claim, bytes: Buffer, key: string): Promise<SignResult> {
  const directory = signatureDirectory(trust.policy.repository, image, claim.digest);
  const result = await verifyMessage(bytes, trust.keyring, trust.now);
  if ("refused" in result)
    return refuse(
      directory,
      `the new signature is refused: ${result.refused}`,
      "`defs signatures import` takes other forms",
    );
  const refused =
    result.fingerprint === key
      ? refusePayload(result.payload, claim)
      : `it is by ${result.person}, key ${result.fingerprint}, not by ${key}`;
  if (refused !== undefined) return refuse(directory, `the new signature is refused: ${refused}`);
  return { image, path: await placeSignature(trust.root, directory, key, bytes), done: "signed" };
}
