import { execFileSync, spawnSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FileVerdict } from "../../dsl/trust/images.js";
import { TrustError } from "../../dsl/trust/problem.js";
import { signatureDirectory } from "../../dsl/trust/signatures.js";
import { verifySignatures } from "../../dsl/trust/verify.js";
import { makeGpg, now } from "./gpg.js";
import { makeLayout } from "./layouts.js";
import { makePolicy, makeTree, sha, type Tree } from "./tree.js";

const gpg = makeGpg();
afterAll(() => gpg.stop());
const day = 86_400;
const [one, two, three, another] = ["signer 1", "signer 2", "signer 3", "second key of signer 1"].map((name) => gpg.makeKey(name, "ed25519", "never", now() - 30 * day)) as [string, string, string, string];
const people = [[one, another], [two], [three]];

let tree: Tree;
beforeEach(() => {
  tree = makeTree(gpg, makePolicy(people, 2), ["core-a", "core-b"]);
  signTwice("core-a");
  signTwice("core-b");
});
afterEach(() => tree.remove());

function signTwice(image: string): void {
  tree.put(tree.path(image, 1), gpg.sign(one, tree.payload(image)));
  tree.put(tree.path(image, 2), gpg.sign(two, tree.payload(image)));
}

interface Outcome {
  readonly code: number;
  readonly met: readonly string[];
  readonly files: readonly FileVerdict[];
  readonly text: string;
  readonly shellCode: number;
  readonly shellText: string;
}

/** Runs both verifiers on the tree. */
async function both(trusted: string | undefined = tree.policySha256): Promise<Outcome> {
  const shell = spawnSync("scripts/verify-signatures", trusted === undefined ? [] : ["--trusted-policy", trusted], { env: { ...process.env, STAGEX_ROOT: tree.root } });
  const common = { shellCode: shell.status ?? -1, shellText: shell.stdout.toString() + shell.stderr.toString() };
  try {
    const result = await verifySignatures({ root: tree.root, trustedPolicy: trusted });
    const text = [...result.problems.map((problem) => `${problem.path}:${problem.line ?? 1}: ${problem.message}`), ...result.refusedKeys.map((key) => `${key.path}: ${key.reason}`)].join("\n");
    return { ...common, code: result.met ? 0 : 1, met: result.images.filter((image) => image.met).map((image) => image.image), files: result.images.flatMap((image) => image.files), text };
  } catch (error) {
    if (error instanceof TrustError) return { ...common, code: error.exitCode, met: [], files: [], text: error.message };
    throw error;
  }
}

describe("policy and anchor", () => {
  test("two signatures by two people meet a threshold of 2", async () => {
    expect(await both()).toMatchObject({ code: 0, shellCode: 0, met: ["core-a", "core-b"] });
  });
  test("without a policy the answer is 'no policy' and 3", async () => {
    rmSync(join(tree.root, "keys/policy.json"));
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 3, shellCode: 3 });
    expect(outcome.text).toContain("no policy");
    expect(outcome.shellText).toContain("no policy");
  });
  test("without an anchor a checkout's own policy is not enough", async () => {
    const shell = spawnSync("scripts/verify-signatures", { env: { ...process.env, STAGEX_ROOT: tree.root } });
    expect(shell.status).toBe(3);
    await expect(verifySignatures({ root: tree.root })).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining("no trust anchor") as string });
  });
  test("a policy other than the trusted one is refused", async () => {
    expect(await both("0".repeat(64))).toMatchObject({ code: 3, shellCode: 3 });
  });
  test("an expired policy is refused", async () => {
    tree.remove();
    tree = makeTree(gpg, makePolicy(people, 2, { expires: "2021-01-01" }), ["core-a"]);
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 3, shellCode: 3 });
    expect(outcome.text).toContain("expired on 2021-01-01");
  });
  test("a commit that holds the policy is an anchor, and one that does not is none", async () => {
    const git = (...args: string[]): string => execFileSync("git", ["-C", tree.root, "-c", "user.name=t", "-c", "user.email=t@example.invalid", ...args]).toString().trim();
    git("init", "-q");
    git("commit", "-q", "--allow-empty", "--no-gpg-sign", "-m", "empty");
    const empty = git("rev-parse", "HEAD");
    git("add", "keys");
    git("commit", "-q", "--no-gpg-sign", "-m", "policy");
    expect((await verifySignatures({ root: tree.root, trustedCommit: git("rev-parse", "HEAD") })).met).toBe(true);
    await expect(verifySignatures({ root: tree.root, trustedCommit: empty })).rejects.toMatchObject({ exitCode: 3 });
    await expect(verifySignatures({ root: tree.root, trustedCommit: "HEAD" })).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("who counts", () => {
  test("one signer twice counts once", async () => {
    tree.put(tree.path("core-a", 2), gpg.sign(one, tree.payload("core-a"), now() - 5));
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1, met: ["core-b"] });
    expect(outcome.files.map((file) => file.verdict)).toContain("repeated");
  });
  test("the same file twice counts once", async () => {
    tree.put(tree.path("core-a", 2), gpg.sign(one, tree.payload("core-a")));
    tree.put(tree.path("core-a", 1), gpg.sign(one, tree.payload("core-a")));
    expect(await both()).toMatchObject({ code: 1, shellCode: 1, met: ["core-b"] });
  });
  test("two keys of one person count once", async () => {
    tree.put(tree.path("core-a", 2), gpg.sign(another, tree.payload("core-a")));
    expect(await both()).toMatchObject({ code: 1, shellCode: 1, met: ["core-b"] });
  });
  test("two subkeys of one primary count once, and are good", async () => {
    gpg.run(["--quick-add-key", two, "ed25519", "sign", "never"]);
    gpg.run(["--quick-add-key", two, "rsa3072", "sign", "never"]);
    const subkeys = [...gpg.run(["--with-colons", "--list-keys", two]).toString().matchAll(/^sub:.*\nfpr:+([0-9A-F]{40}):/gm)].map((found) => found[1] ?? "");
    tree.put(`keys/${two}.asc`, gpg.exportKey(two));
    tree.put(tree.path("core-a", 1), gpg.sign(`${subkeys[0]}!`, tree.payload("core-a")));
    tree.put(tree.path("core-a", 2), gpg.sign(`${subkeys[1]}!`, tree.payload("core-a")));
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1, met: ["core-b"] });
    expect(outcome.files.filter((file) => file.path.includes("core-a")).map((file) => file.verdict)).toEqual(["counted", "repeated"]);
  });
  test("a signature outside the policy's window of its key does not count", async () => {
    tree.remove();
    const policy = makePolicy([[one], [two]], 2);
    tree = makeTree(gpg, { ...policy, people: policy.people.map((person) => ({ ...person, keys: person.keys.map((key) => ({ ...key, until: "2021-12-31" })) })) }, ["core-a"]);
    signTwice("core-a");
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1 });
    expect(outcome.files[0]?.reason).toMatch(/accepts this key from 2020-01-01 until 2021-12-31/);
    expect(outcome.shellText).toContain("outside the window");
  });
  test("a key that expired after it signed counts here with a warning; the shell verifier, stricter, says no", async () => {
    const short = gpg.makeKey("short", "ed25519", "10d", now() - 30 * day);
    tree.remove();
    tree = makeTree(gpg, makePolicy([[short], [two]], 2), ["core-a"]);
    tree.put(tree.path("core-a", 1), gpg.sign(short, tree.payload("core-a"), now() - 25 * day));
    tree.put(tree.path("core-a", 2), gpg.sign(two, tree.payload("core-a")));
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 0, shellCode: 1 });
    expect(outcome.files[0]?.warnings?.join()).toMatch(/expired on .* after it signed/);
  });
  test("RSA of 2048 bits counts with a warning, of 3072 without", async () => {
    const [small, large] = [gpg.makeKey("rsa two", "rsa2048"), gpg.makeKey("rsa three", "rsa3072")];
    tree.remove();
    tree = makeTree(gpg, makePolicy([[small], [large]], 2), ["core-a"]);
    tree.put(tree.path("core-a", 1), gpg.sign(small, tree.payload("core-a")));
    tree.put(tree.path("core-a", 2), gpg.sign(large, tree.payload("core-a")));
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 0, shellCode: 0 });
    expect(outcome.files.map((file) => file.warnings?.length ?? 0)).toEqual([1, 0]);
  });
  test.each(["nistp256", "nistp384", "nistp521"])("ECDSA on %s counts", async (curve) => {
    const key = gpg.makeKey(curve, curve);
    tree.remove();
    tree = makeTree(gpg, makePolicy([[key]], 1), ["core-a"]);
    tree.put(tree.path("core-a", 1), gpg.sign(key, tree.payload("core-a")));
    expect(await both()).toMatchObject({ code: 0, shellCode: 0 });
  });
});

describe("names in signatures/", () => {
  const extra = (name: string): void => tree.put(tree.path("core-a", 1).replace(/signature-1$/, name), gpg.sign(three, tree.payload("core-a")));
  test.each(["signature-0", "signature-01", "signature-1.asc", "signature-", "Signature-3", "signature-3 ", "README"])("a file called '%s' neither counts nor hides", async (name) => {
    extra(name);
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 0, shellCode: 0 });
    expect(outcome.files.find((file) => file.path.endsWith(`/${name}`))?.verdict).toBe("refused");
  });
  test("a directory called signature-3 neither counts nor hides", async () => {
    mkdirSync(join(tree.root, tree.path("core-a", 3)));
    expect(await both()).toMatchObject({ code: 0, shellCode: 0 });
  });
  test("files behind a gap do not count, as podman does not see them", async () => {
    renameSync(join(tree.root, tree.path("core-a", 2)), join(tree.root, tree.path("core-a", 3)));
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1, met: ["core-b"] });
    expect(outcome.files.find((file) => file.path.endsWith("core-a@sha256=" + tree.digest("core-a") + "/signature-3"))?.reason).toContain("signature-2 is missing");
  });
  test("the 129th file is not read", async () => {
    rmSync(join(tree.root, tree.path("core-a", 2)));
    for (let number = 2; number <= 128; number += 1) tree.put(tree.path("core-a", number), "junk");
    tree.put(tree.path("core-a", 129), gpg.sign(two, tree.payload("core-a")));
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1, met: ["core-b"] });
    expect(outcome.files.find((file) => file.path.endsWith("-129"))?.reason).toContain("128");
  });
});

describe("things that are no plain files", () => {
  const file = (): string => join(tree.root, tree.path("core-a", 1));
  const cases: [string, () => void][] = [
    ["a symbolic link to a good signature", () => (renameSync(file(), join(tree.root, "aside")), symlinkSync(join(tree.root, "aside"), file()))],
    ["a symbolic link that leads nowhere", () => (rmSync(file()), symlinkSync("/nonexistent", file()))],
    ["a hard link to a file elsewhere", () => linkSync(file(), join(tree.root, "aside"))],
    ["a FIFO", () => (rmSync(file()), void execFileSync("mkfifo", [file()]))],
    ["a link for the image's directory", () => (renameSync(dirname(file()), join(tree.root, "aside")), symlinkSync(join(tree.root, "aside"), dirname(file())))],
    ["a link for signatures/", () => (renameSync(join(tree.root, "signatures"), join(tree.root, "aside")), symlinkSync("aside", join(tree.root, "signatures")))],
  ];
  test.each(cases)("%s is not followed", async (_title, change) => {
    change();
    const outcome = await both();
    expect(outcome.code).toBe(1);
    expect(outcome.shellCode).toBe(1);
    expect(outcome.met).not.toContain("core-a");
  });
  const keys: [string, () => void, RegExp][] = [
    ["a link", () => (renameSync(join(tree.root, `keys/${one}.asc`), join(tree.root, "aside")), symlinkSync("../aside", join(tree.root, `keys/${one}.asc`))), /symbolic link/],
    ["a FIFO", () => (rmSync(join(tree.root, `keys/${one}.asc`)), void execFileSync("mkfifo", [join(tree.root, `keys/${one}.asc`)])), /FIFO/],
    ["missing", () => rmSync(join(tree.root, `keys/${one}.asc`)), /no such file/],
    ["two keys", () => writeFileSync(join(tree.root, `keys/${one}.asc`), gpg.exportKey(one) + gpg.exportKey(two)), /nothing else/],
    ["two keys in one block", () => writeFileSync(join(tree.root, `keys/${one}.asc`), gpg.run(["--armor", "--export", one, three])), /holds 2 keys/],
    ["a private key", () => writeFileSync(join(tree.root, `keys/${one}.asc`), gpg.run(["--armor", "--export-secret-keys", one])), /public key block/],
    ["binary", () => writeFileSync(join(tree.root, `keys/${one}.asc`), gpg.run(["--export", one])), /armoured/],
    ["empty", () => writeFileSync(join(tree.root, `keys/${one}.asc`), ""), /armoured/],
  ];
  test.each(keys)("a key file that is %s is refused, with the file's name", async (_title, change, reason) => {
    change();
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1, met: [] });
    expect(outcome.text).toMatch(reason);
    expect(outcome.shellText).toContain(one);
  });
});

describe("digests files", () => {
  const line = (image: string): string => `${tree.digest(image)} ${image}\n`;
  const cases: [string, () => string, number, RegExp][] = [
    ["an image twice", () => line("core-a") + line("core-a") + line("core-b"), 2, /twice/],
    ["two digests for one image", () => `${line("core-a")}${"0".repeat(64)} core-a\n${line("core-b")}`, 2, /two digests/],
    ["lines out of order", () => line("core-b") + line("core-a"), 2, /comes after/],
    ["CRLF", () => (line("core-a") + line("core-b")).replaceAll("\n", "\r\n"), 1, /carriage return/],
    ["no newline at the end", () => (line("core-a") + line("core-b")).slice(0, -1), 2, /newline/],
    ["a name that is not in the graph", () => `${line("core-a")}${line("core-b")}${"0".repeat(64)} core-zzz\n`, 3, /graph.json/],
    ["upper-case hexadecimal", () => line("core-a").replace(/^\S+/, (digest) => digest.toUpperCase()) + line("core-b"), 1, /lower-case/],
    ["a short digest", () => line("core-a").slice(1) + line("core-b"), 1, /64/],
    ["two spaces", () => line("core-a").replace(" ", "  ") + line("core-b"), 1, /needed/],
    ["a name with ..", () => `${line("core-a")}${"0".repeat(64)} ../core-b\n`, 2, /needed/],
    ["an empty line", () => `${line("core-a")}\n${line("core-b")}`, 2, /needed/],
    ["a right-to-left mark", () => `${line("core-a")}${tree.digest("core-b")} core-\u202eb\n`, 2, /needed/],
  ];
  test.each(cases)("%s is an error with its line", async (_title, text, number, reason) => {
    tree.put("digests/linux-amd64/core.txt", text());
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1 });
    expect(outcome.text).toContain(`digests/linux-amd64/core.txt:${number}: `);
    expect(outcome.text).toMatch(reason);
  });
  test("an image nobody committed a digest of is a usage error", async () => {
    await expect(verifySignatures({ root: tree.root, trustedPolicy: tree.policySha256, images: ["core-zzz"] })).rejects.toMatchObject({ exitCode: 2 });
  });
  test("a tree without digests does not pass", async () => {
    rmSync(join(tree.root, "digests"), { recursive: true });
    const outcome = await both();
    expect([outcome.code, outcome.shellCode]).toEqual([1, 2]);
  });
});

describe("images in out/", () => {
  const check = async (): Promise<string> => (await verifySignatures({ root: tree.root, trustedPolicy: tree.policySha256, images: ["core-a"], layouts: true })).problems.map((problem) => problem.message).join("\n");
  const commit = (digest: string): void => tree.put("digests/linux-amd64/core.txt", `${digest} core-a\n${tree.digest("core-b")} core-b\n`);
  test("a layout with the committed digest is right", async () => {
    commit(makeLayout(tree.root, "out/linux-amd64/core-a"));
    expect(await check()).toBe("");
  });
  test("a missing layout and one of another digest are named with both values", async () => {
    expect(await check()).toContain("no such file");
    const found = makeLayout(tree.root, "out/linux-amd64/core-a");
    expect(await check()).toBe(`has digest ${found}, committed is ${tree.digest("core-a")}`);
  });
  test("the digest of the index does not do for the manifest, neither committed nor signed", async () => {
    const manifest = makeLayout(tree.root, "out/linux-amd64/core-a");
    const index = sha(readFileSync(join(tree.root, "out/linux-amd64/core-a/index.json")));
    commit(index);
    expect(await check()).toBe(`has digest ${manifest}, committed is ${index}`);
    commit(manifest);
    const place = signatureDirectory("docker.io/stagex", "core-a", manifest);
    tree.put(`${place}/signature-1`, gpg.sign(one, tree.payload("core-a").replace(tree.digest("core-a"), index)));
    const { images } = await verifySignatures({ root: tree.root, trustedPolicy: tree.policySha256, images: ["core-a"] });
    expect(images[0]?.files[0]?.reason).toBe(`signs sha256:${index}, but the digest asked for is sha256:${manifest}`);
  });
});

test("the shell verifier and the shared reader of JSON have at most 200 lines together", () => {
  const lines = execFileSync("sh", ["-c", "cat scripts/verify-signatures scripts/json.awk | wc -l"]).toString();
  expect(Number(lines)).toBeLessThanOrEqual(200);
});
