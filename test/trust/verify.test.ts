import { spawnSync } from "node:child_process";
import { afterAll, describe, expect, test } from "vitest";
import { verifySignatures } from "../../dsl/trust/verify.js";
import { makeGpg } from "./gpg.js";
import { makePolicy, makeTree } from "./tree.js";

const gpg = makeGpg();
const keys = ["signer 1", "signer 2", "signer 3"].map((name) => gpg.makeKey(name));
const [one = "", two = ""] = keys;
afterAll(() => gpg.stop());

describe("verification of a tree", () => {
  const tree = makeTree(gpg, makePolicy(keys.map((key) => [key]), 2), ["core-a", "core-b"]);
  afterAll(() => tree.remove());
  tree.put(tree.path("core-a", 1), gpg.sign(one, tree.payload("core-a")));
  tree.put(tree.path("core-a", 2), gpg.sign(two, tree.payload("core-a")));
  tree.put(tree.path("core-b", 1), gpg.sign(one, tree.payload("core-b")));

  test("counts people and says which image met its threshold", async () => {
    const result = await verifySignatures({ root: tree.root, trustedPolicy: tree.policySha256 });
    console.log(JSON.stringify(result, null, 1));
    expect(result.problems).toEqual([]);
    expect(result.images.map((image) => [image.image, image.met, image.people])).toEqual([
      ["core-a", true, ["signer 1", "signer 2"]],
      ["core-b", false, ["signer 1"]],
    ]);
    expect(result.met).toBe(false);
  });

  test("the shell verifier says the same", () => {
    const run = spawnSync("scripts/verify-signatures", ["--verbose", "--trusted-policy", tree.policySha256], { env: { ...process.env, STAGEX_ROOT: tree.root } });
    console.log(run.stdout.toString(), run.stderr.toString());
    expect(run.status).toBe(1);
  });
});
