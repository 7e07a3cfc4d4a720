import { execFileSync, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { makeGpg } from "../trust/gpg.js";
import { makePolicy, makeTree } from "../trust/tree.js";

const gpg = makeGpg();
const keys = ["signer 1", "signer 2"].map((name) => gpg.makeKey(name));
const tree = makeTree(
  gpg,
  makePolicy(
    keys.map((key) => [key]),
    2,
  ),
  ["core-a", "core-b"],
);
afterAll(() => {
  gpg.stop();
  tree.remove();
});
keys.forEach((key, index) => tree.put(tree.path("core-a", index + 1), gpg.sign(key, tree.payload("core-a"))));
tree.put(tree.path("core-b", 1), gpg.sign(keys[0] ?? "", tree.payload("core-b")));

function verify(...args: string[]): { code: number | null; out: string; err: string } {
  const run = spawnSync("scripts/verify-signatures", args, { env: { ...process.env, STAGEX_ROOT: tree.root } });
  return { code: run.status, out: run.stdout.toString(), err: run.stderr.toString() };
}
const trusted = ["--trusted-policy", tree.policySha256];

describe("scripts/verify-signatures", () => {
  test("passes an image whose threshold is met", () => {
    expect(verify(...trusted, "core-a")).toEqual({
      code: 0,
      out: "policy version 1: 1 images met their threshold, 0 did not\n",
      err: "",
    });
  });
  test("names the image that falls short", () => {
    expect(verify(...trusted)).toMatchObject({ code: 1, err: "linux-amd64/core-b: 1 of 2 signatures needed\n" });
  });
  test("takes the anchor from the environment", () => {
    const run = spawnSync("scripts/verify-signatures", ["core-a"], {
      env: { ...process.env, STAGEX_ROOT: tree.root, STAGEX_TRUSTED_POLICY: tree.policySha256 },
    });
    expect(run.status).toBe(0);
  });
  test("says who made the good signature in one file", () => {
    const file = join(tree.root, tree.path("core-a", 2));
    expect(verify(...trusted, "--file", file, "core-a")).toMatchObject({ code: 0, out: "signer 2\n" });
    expect(verify(...trusted, "--file", file, "core-b")).toMatchObject({ code: 1, out: "" });
  });
  test.each([[["--nope"]], [["--trusted-policy"]], [["../core-a"]], [["core-a;x"]]])("%j is a usage error", (args) => {
    const { code, err } = verify(...args);
    expect(code).toBe(2);
    expect(err).toMatch(/^scripts\/verify-signatures: /);
  });
  test("an image nobody committed a digest of is a usage error", () => {
    expect(verify(...trusted, "core-zzz")).toMatchObject({
      code: 2,
      err: expect.stringContaining("core-zzz") as string,
    });
  });
  test("does not touch the user's own keyring or start an agent", () => {
    const home = join(tree.root, "home");
    const run = spawnSync("scripts/verify-signatures", [...trusted, "core-a"], {
      env: { PATH: process.env["PATH"] ?? "", HOME: home, STAGEX_ROOT: tree.root },
    });
    expect(run.status).toBe(0);
    expect(spawnSync("ls", ["-A", home]).stdout.toString()).toBe("");
    rmSync(home, { recursive: true, force: true });
  });
  test("leaves no temporary files behind", () => {
    const place = join(tree.root, "tmp");
    execFileSync("mkdir", [place]);
    spawnSync("scripts/verify-signatures", trusted, { env: { ...process.env, STAGEX_ROOT: tree.root, TMPDIR: place } });
    expect(spawnSync("ls", ["-A", place]).stdout.toString()).toBe("");
    rmSync(place, { recursive: true });
  });
  test("works under busybox sh where there is one", (context) => {
    if (spawnSync("busybox", ["true"]).status !== 0) return context.skip();
    expect(
      spawnSync("busybox", ["sh", "scripts/verify-signatures", ...trusted, "core-a"], {
        env: { ...process.env, STAGEX_ROOT: tree.root },
      }).status,
    ).toBe(0);
  });
});
