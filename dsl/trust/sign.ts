import { platformFolder } from "../model/platform.js";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { digestsPath, parseDigests, readDigests } from "./digests.js";
import { fromTree, readUntrusted, writeWhole } from "./files.js";
import { signPayload } from "./gpg.js";
import { type Graph, type Member, needsOf, readGraph, tagOf } from "./graph.js";
import type { Trust } from "./images.js";
import { verifyFile } from "./images.js";
import { readKeyring } from "./keys.js";
import { hashLayout } from "./layout.js";
import { type Claim, refusePayload, writePayload } from "./payload.js";
import { type Policy, readPolicy } from "./policy.js";
import { exitCodes, fail, TrustError } from "./problem.js";
import { verifyMessage } from "./signature.js";
import { placeSignature, refuseKey } from "./place.js";
import { listSignatures, signatureDirectory } from "./signatures.js";

/** What to sign, with which key, and where payloads go or signatures come from on an air-gapped signer. */
export interface SignOptions {
  readonly root: string;
  readonly images: readonly string[];
  /** Sign every image of the platform that has a committed digest and was built here, instead of `images`. */
  readonly all?: boolean | undefined;
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
  /** `refused` only where all images were asked for; `path` then says why. */
  readonly done: "signed" | "payload written" | "signed already" | "refused";
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
  const timestamp = await checkHead(root, options.payloads ?? options.signatures);
  const graph = await readGraph(root);
  const results: SignResult[] = [];
  const signOne = (image: string): Promise<SignResult> => signImage(options, trust, graph, image, timestamp);
  for (const image of options.all === true ? await committedImages(options, graph) : options.images)
    results.push(await (options.all === true ? signOne(image).catch(asResult(image)) : signOne(image)));
  return results;
}

/** One image that does not qualify does not keep the others from being signed. */
function asResult(image: string): (error: unknown) => SignResult {
  return (error) => {
    if (!(error instanceof TrustError)) throw error;
    return { image, path: error.message, done: "refused" };
  };
}

async function committedImages({ root, platform }: SignOptions, graph: Graph): Promise<string[]> {
  const { digests } = await readDigests(root, graph);
  return digests.filter((item) => item.platform === platformFolder(platform)).map((item) => item.image);
}

async function signImage(
  options: SignOptions,
  trust: Trust,
  graph: Graph,
  image: string,
  timestamp: number,
): Promise<SignResult> {
  const claim = await claimOf(options, trust.policy, graph, image);
  // Whoever signed already is not asked for a PIN again, and nothing is hashed.
  const earlier =
    options.payloads === undefined ? await findEarlier(trust, image, claim, personOf(trust, options.key)) : undefined;
  if (earlier !== undefined) return { image, path: earlier, done: "signed already" };
  await checkBuilt(options, graph, image, claim.digest);
  return handle(options, trust, image, claim, writePayload(claim, timestamp));
}

function refuse(path: string, message: string, hint?: string): never {
  return fail("E509", path, message, exitCodes.notMet, hint);
}

function checkKey(trust: Trust, fingerprint: string): void {
  const reason = refuseKey(trust, fingerprint);
  if (reason !== undefined) refuse("keys/policy.json", reason);
}

/** Demands a checkout without changes and returns its commit's time in seconds, which payloads carry. */
async function checkHead(root: string, folder: string | undefined): Promise<number> {
  const place = folder === undefined ? ".." : relative(resolve(root), resolve(folder));
  // Signatures made by an earlier run may lie about, and so may the working folder, where it is below the checkout.
  const left = ["signatures", ...(place.startsWith("..") || place === "" ? [] : [place])];
  const paths = [".", ...left.map((path) => `:(exclude)${path}`)];
  const { stdout } = await run("git", ["-C", root, "status", "--porcelain", "--", ...paths]).catch(() =>
    refuse(".", "not a git checkout"),
  );
  if (stdout !== "")
    refuse(".", `the checkout has changes (${stdout.split("\n")[0] ?? ""} ...)`, "commit or remove them, then sign");
  return Number((await run("git", ["-C", root, "log", "-1", "--format=%ct"])).stdout);
}

async function claimOf({ root, platform }: SignOptions, policy: Policy, graph: Graph, image: string): Promise<Claim> {
  const directory = platformFolder(platform);
  const item = graph.get(directory)?.get(image);
  if (item === undefined) return refuse("generated/graph.json", `${image} is not an image for ${platform}`);
  const digest = await committedDigest(root, digestsPath(directory, item.stage), image);
  return { name: `${policy.repository}/${image}`, tag: tagOf(item), platform, digest };
}

async function checkBuilt(options: SignOptions, graph: Graph, image: string, digest: string): Promise<void> {
  const path = `out/${platformFolder(options.platform)}/${image}`;
  await checkRecords(options, graph, image, digest);
  const layout = await hashLayout(options.root, path, options.platform);
  if ("refused" in layout) return refuse(path, layout.refused);
  if (layout.digest !== digest) refuse(path, `has digest ${layout.digest}, committed is ${digest}`);
}

async function committedDigest(root: string, path: string, image: string): Promise<string> {
  const { stdout } = await run("git", ["-C", root, "show", `HEAD:./${path}`], { maxBuffer: 1 << 24 }).catch(() =>
    refuse(path, "is not in HEAD"),
  );
  return parseDigests(stdout, path, () => true).digests.get(image) ?? refuse(path, `HEAD has no digest of ${image}`);
}

/**
 * Images from `first` down to stage3 or to anchored ones; the whole chain when `first` is itself part of it.
 * @param anchored digests that several host seeds gave, by `name@os-arch` (docs/bootstrap.md): below these nothing is asked for.
 */
export function closure(graph: Graph, first: Member, anchored: ReadonlyMap<string, string> = new Map()): Member[] {
  const seen = new Map<string, Member>();
  const todo = [first];
  for (let image = todo.pop(); image !== undefined; image = todo.pop()) {
    const id = `${image.directory}/${image.name}`;
    if (seen.has(id)) continue;
    seen.set(id, image);
    if ((image.name === closureFloor && image !== first) || anchored.has(`${image.name}@${image.directory}`)) continue;
    todo.push(...needsOf(graph, image));
  }
  return [...seen.values()];
}

/** The anchored images of HEAD: lines of digests/provenance.txt of the form `<name>@<platform> sha256:<digest> recipe …`. */
async function readAnchored(root: string): Promise<Map<string, string>> {
  const shown = await run("git", ["-C", root, "show", "HEAD:./digests/provenance.txt"], { maxBuffer: 1 << 24 }).catch(
    () => ({ stdout: "" }),
  );
  const lines = shown.stdout.split("\n").map((line) => line.split(" "));
  return new Map(
    lines.filter(([, , how]) => how === "recipe").map(([id = "", digest = ""]) => [platformFolder(id), digest]),
  );
}

async function checkRecords(options: SignOptions, graph: Graph, image: string, digest: string): Promise<void> {
  const first = { name: image, directory: platformFolder(options.platform) };
  const anchored = await readAnchored(options.root);
  for (const found of closure(graph, first, anchored)) {
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
    const anchor = anchored.get(`${member}@${found.directory}`);
    if (anchor !== undefined && record.get("digest") !== anchor)
      refuse(path, `says ${record.get("digest") ?? "nothing"}, anchored is ${anchor}`);
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
  const name = `${image}.${platformFolder(options.platform)}.json`;
  if (options.payloads !== undefined) {
    await writeWhole(join(options.payloads, name), payload);
    return { image, path: join(options.payloads, name), done: "payload written" };
  }
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
