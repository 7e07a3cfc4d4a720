import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { createMessage, readPrivateKey, sign } from "openpgp";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { exportSignatures, importSignature, signingStatus } from "../../dsl/trust/collect.js";
import { lintSignatures } from "../../dsl/trust/lint.js";
import { runBoth } from "./both.js";
import { makeGpg, now } from "./gpg.js";
import { newPacket, splitPackets } from "./packets.js";
import { makePolicy, makeTree, type Tree } from "./tree.js";
import { git as gitIn } from "../support/git.js";

const gpg = makeGpg();
const [one, two, three] = ["signer 1", "signer 2", "signer 3"].map((name) => gpg.makeKey(name)) as [
  string,
  string,
  string,
];
const folder = mkdtempSync("/tmp/ti-");
afterAll(() => {
  gpg.stop();
  rmSync(folder, { recursive: true });
});
let tree: Tree;
beforeEach(() => {
  tree = makeTree(gpg, makePolicy([[one], [two], [three]], 2), ["core-a"]);
  tree.put(tree.path("core-a", 1), gpg.sign(two, tree.payload("core-a")));
});
afterEach(() => tree.remove());
const file = (bytes: string | Buffer | Uint8Array): string => {
  writeFileSync(join(folder, "signature"), bytes);
  return join(folder, "signature");
};
const take = (bytes: string | Buffer | Uint8Array) => importSignature(tree.root, file(bytes), "core-a", "linux/amd64");
const payload = (): string => tree.payload("core-a");

async function byOpenpgp(): Promise<Uint8Array> {
  const armored = gpg.run(["--armor", "--export-secret-keys", one]).toString();
  return sign({
    message: await createMessage({ binary: Buffer.from(payload()) }),
    signingKeys: await readPrivateKey({ armoredKey: armored }),
    format: "binary",
    date: new Date(now() * 1000),
  });
}
function bySkopeo(): Buffer {
  const manifest = join(folder, "manifest.json");
  // skopeo signs the digest of the file it is given; the image gets that one.
  const out = join(folder, "by-skopeo");
  execFileSync("skopeo", ["standalone-sign", manifest, `docker.io/stagex/core-a:1.2`, one, "-o", out], {
    env: { ...process.env, GNUPGHOME: gpg.home },
  });
  return readFileSync(out);
}

const good: [string, () => Promise<string | Buffer | Uint8Array> | string | Buffer][] = [
  ["gpg in our own form", () => gpg.sign(one, payload())],
  ["gpg without options", () => gpg.signAs(["--local-user", one, "--sign"], payload())],
  ["gpg with armour", () => gpg.signAs(["--local-user", one, "--armor", "--sign"], payload())],
  ["gpg with zlib", () => gpg.signAs(["--local-user", one, "--compress-algo", "zlib", "--sign"], payload())],
  ["gpg with a file name", () => gpg.signAs(["--local-user", one, "--set-filename", "x", "--sign"], payload())],
  ["gpg reading a pipe", () => gpg.run(["--local-user", one, "--sign"], payload())],
  [
    "new packet headers",
    () => Buffer.concat(splitPackets(gpg.sign(one, payload())).map(({ tag, body }) => newPacket(tag, body))),
  ],
  ["openpgp.js", byOpenpgp],
];
test.each(good)("a signature by %s is taken, and counts for both verifiers", async (_title, make) => {
  expect(await take(await make())).toContain(`${one}.sig`);
  expect(await runBoth(tree)).toMatchObject({ code: 0, shellCode: 0 });
  expect((await lintSignatures(tree.root)).problems).toEqual([]);
});
test("a signature by skopeo is taken", async () => {
  const manifest =
    '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"x","digest":"sha256:0","size":1},"layers":[]}';
  writeFileSync(join(folder, "manifest.json"), manifest);
  const { createHash } = await import("node:crypto");
  tree.put("digests/linux-amd64/core.txt", `${createHash("sha256").update(manifest).digest("hex")} core-a\n`);
  expect(await take(bySkopeo())).toContain(`${one}.sig`);
  expect((await signingStatus(tree.root, []))[0]?.people).toEqual(["signer 1"]);
});

const bomb = Buffer.concat([Buffer.from([0xa3, 1]), deflateRawSync(Buffer.alloc(60_000_000))]);
const twice = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0xa3, 1]), deflateRawSync(bytes)]);
const bad: [string, () => string | Buffer, RegExp][] = [
  ["a compression bomb", () => bomb, /cannot be unpacked to at most/],
  ["compression in compression", () => twice(twice(gpg.sign(one, payload()))), /compressed twice/],
  ["bzip2", () => gpg.signAs(["--local-user", one, "--compress-algo", "bzip2", "--sign"], payload()), /bzip2/],
  ["two signers", () => gpg.signAs(["--local-user", one, "--local-user", two, "--sign"], payload()), /2 signatures/],
  ["two messages", () => Buffer.concat([gpg.sign(one, payload()), gpg.sign(one, payload())]), /2 texts/],
  ["a detached signature", () => gpg.signAs(["--local-user", one, "--detach-sign"], payload()), /0 texts/],
  [
    "a cleartext signature",
    () => gpg.signAs(["--local-user", one, "--clear-sign"], payload()),
    /not a message|cannot be read/,
  ],
  [
    "a text-mode signature",
    () => gpg.signAs(["--local-user", one, "--textmode", "--sign"], payload()),
    /type|accepted|mode/i,
  ],
  ["SHA-1", () => gpg.signAs(["--local-user", one, "--digest-algo", "SHA1", "--sign"], payload()), /SHA-1/],
  [
    "another image",
    () => gpg.signAs(["--local-user", one, "--sign"], payload().replace("core-a", "core-b")),
    /signs the name/,
  ],
  ["an encrypted message", () => gpg.run(["--passphrase", "x", "--symmetric"], payload()), /0 texts, 0 signatures/],
  ["no message", () => "junk", /not an OpenPGP message/],
  ["nothing", () => "", /0 texts/],
  ["a key", () => gpg.exportKey(one), /not a message/],
  ["a file cut off", () => gpg.sign(one, payload()).subarray(0, 100), /cut off/],
  ["bytes after it", () => Buffer.concat([gpg.sign(one, payload()), Buffer.from("\n")]), /bytes follow/],
];
test.each(bad)("%s is refused", async (_title, make, reason) => {
  await expect(take(make())).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(reason) as string });
  expect(existsSync(join(tree.root, tree.path("core-a", 1).replace("signature-1", `${one}.sig`)))).toBe(false);
});
test("a file under another signer's name does not count", async () => {
  tree.put(tree.path("core-a", 1).replace("signature-1", `${three}.sig`), gpg.sign(one, payload()));
  expect(await runBoth(tree)).toMatchObject({ code: 1, shellCode: 1 });
});
test("export writes numbered files, only good ones, and podman's order has no gap", async () => {
  await take(gpg.sign(one, payload()));
  tree.put(tree.path("core-a", 2), "junk");
  const out = join(folder, "lookaside");
  expect(await exportSignatures({ root: tree.root, trustedPolicy: tree.policySha256 }, out)).toEqual({
    images: 1,
    files: 2,
  });
  expect(readdirSync(join(out, `stagex/core-a@sha256=${tree.digest("core-a")}`))).toEqual([
    "signature-1",
    "signature-2",
  ]);
});
test("status says who signed, who can still sign and what blocks", async () => {
  tree.put(tree.path("core-a", 2), "junk");
  expect(await signingStatus(tree.root, [])).toMatchObject([
    {
      met: false,
      people: ["signer 2"],
      missing: ["signer 1", "signer 3"],
      blocked: [expect.stringContaining("signature-2") as string],
    },
  ]);
});
test("two signers' branches merge without a conflict", async () => {
  const git = (...args: string[]): string => gitIn(tree.root, ...args);
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "start");
  for (const key of [one, three]) {
    git("checkout", "-q", "-b", `by-${key}`, "main");
    await take(gpg.sign(key, payload()));
    git("add", "-A");
    git("commit", "-q", "-m", "sign");
  }
  expect(() => git("merge", "-q", "-m", "merge", `by-${one}`)).not.toThrow();
  expect((await signingStatus(tree.root, []))[0]?.people).toHaveLength(3);
});
