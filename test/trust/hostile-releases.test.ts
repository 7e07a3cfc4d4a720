import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TrustError } from "../../dsl/trust/problem.js";
import {
  createRelease,
  readRelease,
  releasePayload,
  releaseSignatureDirectory,
  verifyRelease,
} from "../../dsl/trust/release.js";
import { readTrust } from "../../dsl/trust/verify.js";
import { runShell } from "./both.js";
import { makeGpg } from "./gpg.js";
import { hostileLogs, hostileReleases, type Released } from "./hostile-releases.js";
import { keep } from "./keep.js";
import { copyTree, makePolicy, makeTree, repository, sha, type Tree } from "./tree.js";
import { readFileSync } from "node:fs";

const gpg = makeGpg();
const keys = ["signer 1", "signer 2", "outsider"].map((name) => gpg.makeKey(name));
const template = makeTree(
  gpg,
  makePolicy(
    keys.slice(0, 2).map((key) => [key]),
    2,
  ),
  ["core-a", "core-b"],
);
let tree: Tree;
let state = "";
/** Signatures of the same key on the same payload are made once. */
const made = new Map<string, Buffer>();
function signatures(number: number, payload: string, people: readonly number[], on: Tree): void {
  rmSync(join(on.root, releaseSignatureDirectory(number)), { recursive: true, force: true });
  for (const person of people) {
    const id = `${person} ${payload}`;
    made.set(id, made.get(id) ?? gpg.sign(keys[person] ?? "", payload));
    on.put(`${releaseSignatureDirectory(number)}/${keys[person]}.sig`, made.get(id) ?? "");
  }
}
beforeAll(async () => {
  for (const image of template.images)
    [0, 1].forEach((person) =>
      template.put(template.path(image, person + 1), gpg.sign(keys[person] ?? "", template.payload(image))),
    );
  for (const number of [1, 2]) {
    await createRelease(template.root, repository, "2089-01-01");
    signatures(number, releasePayload(await readRelease(template.root, number)), [0, 1], template);
  }
});
afterAll(() => {
  gpg.stop();
  template.remove();
});
beforeEach(() => {
  tree = copyTree(template);
  state = mkdtempSync("/tmp/th-");
});
afterEach(() => {
  tree.remove();
  rmSync(state, { recursive: true });
});
const released = (): Released => ({
  tree,
  sign: (people = [0, 1], payload) => {
    const file = `{"release":{"repository":"${repository}","version":2,"sha256":"${sha(readFileSync(join(tree.root, "releases/2.json")))}"}}`;
    signatures(2, payload ?? file, people, tree);
  },
});
async function verdict(): Promise<boolean> {
  keep(tree.root, tree.policySha256);
  try {
    const trust = await readTrust(tree.root, { trustedPolicy: tree.policySha256 }, new Date());
    return (await verifyRelease(trust, { number: 2, stateDirectory: state })).met;
  } catch (error) {
    if (error instanceof TrustError) return false;
    throw error;
  }
}
const shellLog = (): number | null =>
  spawnSync("scripts/verify-log", ["--release", "2"], { env: { ...process.env, STAGEX_ROOT: tree.root } }).status;

test("the releases that all the others are made from are good", async () => {
  expect([await verdict(), shellLog(), runShell(tree).code]).toEqual([true, 0, 0]);
});
describe("a release", () => {
  test.each(hostileReleases)("%s is refused", async (_title, change) => {
    change(released());
    expect(await verdict()).toBe(false);
    // What was refused was not seen: the good one is taken afterwards, as if nothing had been.
    tree.remove();
    tree = copyTree(template);
    expect(await verdict()).toBe(true);
  });
});
describe("a log", () => {
  test.each(hostileLogs)("%s is refused by both", async (_title, change) => {
    change(released());
    expect(await verdict()).toBe(false);
    expect([1, 2]).toContain(shellLog());
  });
});
