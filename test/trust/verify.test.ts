import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { verifySignatures } from "../../dsl/trust/verify.js";
import { runBoth } from "./both.js";
import { makeGpg, now } from "./gpg.js";
import { makePolicy, makeTree, type Tree } from "./tree.js";
import { git as gitIn } from "../support/git.js";

const gpg = makeGpg();
afterAll(() => gpg.stop());
const day = 86_400;
const [one, two, three, another] = ["signer 1", "signer 2", "signer 3", "second key of signer 1"].map((name) =>
  gpg.makeKey(name, "ed25519", "never", now() - 30 * day),
) as [string, string, string, string];
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

const both = (trusted?: string) => runBoth(tree, trusted);

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
    await expect(verifySignatures({ root: tree.root })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("no trust anchor") as string,
    });
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
    const git = (...args: string[]): string => gitIn(tree.root, ...args).trim();
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
    const subkeys = [
      ...gpg
        .run(["--with-colons", "--list-keys", two])
        .toString()
        .matchAll(/^sub:.*\nfpr:+([0-9A-F]{40}):/gm),
    ].map((found) => found[1] ?? "");
    tree.put(`keys/${two}.asc`, gpg.exportKey(two));
    tree.pin();
    tree.put(tree.path("core-a", 1), gpg.sign(`${subkeys[0]}!`, tree.payload("core-a")));
    tree.put(tree.path("core-a", 2), gpg.sign(`${subkeys[1]}!`, tree.payload("core-a")));
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1, met: ["core-b"] });
    expect(outcome.files.filter((file) => file.path.includes("core-a")).map((file) => file.verdict)).toEqual([
      "counted",
      "repeated",
    ]);
  });
  test("a signature outside the policy's window of its key does not count", async () => {
    tree.remove();
    const policy = makePolicy([[one], [two]], 2);
    tree = makeTree(
      gpg,
      {
        ...policy,
        people: policy.people.map((person) => ({
          ...person,
          keys: person.keys.map((key) => ({ ...key, until: "2021-12-31" })),
        })),
      },
      ["core-a"],
    );
    signTwice("core-a");
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1 });
    expect(outcome.files[0]?.reason).toMatch(/accepts this key from 2020-01-01 until 2021-12-31/);
    expect(outcome.shellText).toContain("outside the window");
  });
  test("a key that expired after it signed counts, with a warning", async () => {
    const short = gpg.makeKey("short", "ed25519", "10d", now() - 30 * day);
    tree.remove();
    tree = makeTree(gpg, makePolicy([[short], [two]], 2), ["core-a"]);
    tree.put(tree.path("core-a", 1), gpg.sign(short, tree.payload("core-a"), now() - 25 * day));
    tree.put(tree.path("core-a", 2), gpg.sign(two, tree.payload("core-a")));
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 0, shellCode: 0 });
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

describe("the role ci", () => {
  const cases: [string, number, readonly string[], boolean][] = [
    ["one hosted builder and one person are two", 2, [one, three], true],
    ["two hosted builders are one", 2, [two, three], false],
    ["a hosted builder alone is nobody, though one is needed", 1, [three], false],
    ["two hosted builders alone are nobody", 1, [two, three], false],
    ["a person alone is one", 1, [one], true],
    ["two hosted builders and a person are two", 2, [one, two, three], true],
  ];
  test.each(cases)("%s", async (_title, need, signers, met) => {
    tree.remove();
    const policy = makePolicy(people, need);
    tree = makeTree(gpg, { ...policy, roles: { ...policy.roles, ci: ["signer 2", "signer 3"] } }, ["core-a"]);
    signers.forEach((key, index) => tree.put(tree.path("core-a", index + 1), gpg.sign(key, tree.payload("core-a"))));
    expect(await both()).toMatchObject({ code: met ? 0 : 1, shellCode: met ? 0 : 1 });
  });
});
