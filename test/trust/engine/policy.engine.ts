import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exportPolicy } from "../../../dsl/trust/export.js";
import { fromTree } from "../../../dsl/trust/files.js";
import { readGraph } from "../../../dsl/trust/graph.js";
import { readKeyring } from "../../../dsl/trust/keys.js";
import type { Policy } from "../../../dsl/trust/policy.js";
import { signatureDirectory } from "../../../dsl/trust/signatures.js";
import { writePayload } from "../../../dsl/trust/payload.js";
import { verifySignatures } from "../../../dsl/trust/verify.js";
import { makeGpg, now, put } from "../gpg.js";
import { makePolicy, pinned, sha } from "../tree.js";
import { pushImage, type Site, startSite } from "./registry.js";

const gpg = makeGpg();
const directory = mkdtempSync("/tmp/te-");
const root = join(directory, "tree");
const signers = [1, 2, 3, 4, 5].map((number) => gpg.makeKey(`signer ${number}`));
const secondKey = gpg.makeKey("signer 1, second key", "rsa3072");
const subsets = Array.from({ length: 32 }, (_, bits) => bits);
const imageOf = (bits: number): string => `core-${bits}`;
const digests = new Map<string, string>();
let site: Site;

function signImage(image: string, keys: readonly string[], tag = "1.2"): void {
  const digest = digests.get(image) ?? "";
  const payload = writePayload({ name: `docker.io/stagex/${image}`, tag, platform: "linux/amd64", digest }, now());
  const place = signatureDirectory("docker.io/stagex", image, digest);
  keys.forEach((key, index) => put(root, `${place}/signature-${index + 1}`, gpg.sign(key, payload)));
}

beforeAll(async () => {
  mkdirSync(join(root, "signatures"), { recursive: true });
  site = await startSite(directory, join(root, "signatures"));
  for (const key of [...signers, secondKey]) put(root, `keys/${key}.asc`, gpg.exportKey(key));
  const images = [...subsets.map(imageOf), "core-twice"];
  for (const image of images) digests.set(image, await pushImage(site, directory, `stagex/${image}`, "1.2"));
  for (const bits of subsets)
    signImage(
      imageOf(bits),
      signers.filter((_, index) => (bits >> index) & 1),
    );
  // One person with two keys, and nobody else.
  signImage("core-twice", [signers[0] ?? "", secondKey]);
  put(
    root,
    "generated/graph.json",
    JSON.stringify({
      schema: 1,
      images: images.map((name) => ({ name, stage: "core", platforms: ["linux/amd64"], version: "1.2", deps: [] })),
    }),
  );
  put(
    root,
    "digests/linux-amd64/core.txt",
    [...images]
      .sort()
      .map((image) => `${digests.get(image)} ${image}\n`)
      .join(""),
  );
});
afterAll(() => {
  site.stop();
  gpg.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Writes a policy of the first n signers and its export; gives both verifiers for it. */
async function setUp(n: number, k: number): Promise<{ ours: Map<string, boolean>; policy: Policy }> {
  const people = signers.slice(0, n).map((key, index) => (index === 0 ? [key, secondKey] : [key]));
  const policy = pinned(root, makePolicy(people, k));
  const text = JSON.stringify(policy);
  put(root, "keys/policy.json", text);
  const exported = exportPolicy(policy, await readKeyring(fromTree(root), policy), await readGraph(root), {
    lookaside: site.lookaside,
    keyDirectory: join(root, "keys"),
    mirrors: [`${site.registry}/stagex`],
    tags: ["core-3:latest"],
    now: new Date(),
  });
  put(directory, ".config/containers/policy.json", JSON.stringify(exported.policy));
  put(directory, ".config/containers/registries.d/stagex.yaml", exported.registries);
  const result = await verifySignatures({ root, trustedPolicy: sha(text) });
  return { policy, ours: new Map(result.images.map((image) => [image.image, image.met])) };
}

/** Runs a tool without blocking this process, which serves the signatures. */
function run(command: string, args: readonly string[]): Promise<{ ok: boolean; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, HOME: directory },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let text = "";
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.on("error", reject).on("close", (status) => resolve({ ok: status === 0, text }));
  });
}

async function skopeo(image: string, tag = "1.2"): Promise<boolean> {
  const target = join(directory, "copy");
  rmSync(target, { recursive: true, force: true });
  const configuration = join(directory, ".config/containers");
  const { ok, text } = await run(process.env["SKOPEO"] ?? "skopeo", [
    "--policy",
    join(configuration, "policy.json"),
    "--registries.d",
    join(configuration, "registries.d"),
    "copy",
    "--src-tls-verify=false",
    `docker://${site.registry}/stagex/${image}:${tag}`,
    `dir:${target}`,
  ]);
  if (!ok && !/Source image rejected/.test(text)) throw new Error(text);
  return ok;
}

const cases = [1, 2, 3, 4, 5].flatMap((n) => Array.from({ length: n }, (_, index) => [index + 1, n] as const));

test.each(cases)("skopeo and we agree on every subset of signers for %i of %i", async (k, n) => {
  const { ours } = await setUp(n, k);
  const disagreements: string[] = [];
  for (const bits of subsets.filter((subset) => subset < 1 << n)) {
    const image = imageOf(bits);
    const signed = signers.filter((_, index) => (bits >> index) & 1).length;
    const [theirs, our] = [await skopeo(image), ours.get(image)];
    if (theirs !== our || our !== signed >= k)
      disagreements.push(`${image}: skopeo ${String(theirs)}, ours ${String(our)}, ${signed} signed`);
  }
  expect(disagreements).toEqual([]);
  console.log(`${k} of ${n}: ${1 << n} subsets of signers, skopeo and ours equal`);
});

test("two keys of one person count once for both", async () => {
  const { ours } = await setUp(2, 2);
  expect([await skopeo("core-twice"), ours.get("core-twice")]).toEqual([false, false]);
  const { ours: alone } = await setUp(2, 1);
  expect([await skopeo("core-twice"), alone.get("core-twice")]).toEqual([true, true]);
});

function podman(...args: string[]): Promise<{ ok: boolean; text: string }> {
  return run("podman", [
    "--root",
    join(directory, "storage"),
    "--runroot",
    join(directory, "run"),
    "--storage-driver",
    "vfs",
    ...args,
  ]);
}

test("podman with the exported files pulls what 2 of 3 signed, and refuses what 1 of 3 signed", async () => {
  await setUp(3, 2);
  const pull = (image: string) => podman("pull", "--tls-verify=false", `${site.registry}/stagex/${image}:1.2`);
  expect(await pull(imageOf(0b011))).toMatchObject({ ok: true });
  const refused = await pull(imageOf(0b100));
  expect(refused.ok).toBe(false);
  expect(refused.text).toMatch(/rejected|invalid signature|signature was required/i);
  expect((await pull(imageOf(0))).ok).toBe(false);
});

test("a tag that was not signed is refused", async () => {
  await setUp(3, 2);
  await pushImage(site, directory, "stagex/core-3", "9.9");
  expect(await skopeo("core-3", "9.9")).toBe(false);
});

test("a further tag of the signed image is accepted when the export names it, and only with enough signatures", async () => {
  await setUp(3, 2);
  await pushImage(site, directory, "stagex/core-3", "latest");
  expect(await skopeo("core-3", "latest")).toBe(true);
  await setUp(3, 3);
  expect(await skopeo("core-3", "latest")).toBe(false);
});

test("the versions of the tools are known", () => {
  const versions = [
    execFileSync(process.env["SKOPEO"] ?? "skopeo", ["--version"]),
    execFileSync("podman", ["--version"]),
  ]
    .map((text) => text.toString().trim())
    .join(", ");
  console.log(`checked with ${versions}`);
  expect(versions).toMatch(/skopeo version \d.*podman version \d/);
});
