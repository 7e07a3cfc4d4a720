import { afterAll, expect, test } from "vitest";
import { fromTree } from "../../dsl/trust/files.js";
import { readKeyring } from "../../dsl/trust/keys.js";
import { refusePayload } from "../../dsl/trust/payload.js";
import { verifyMessage } from "../../dsl/trust/signature.js";
import { makeGpg } from "./gpg.js";
import { makePolicy, makeTree, repository } from "./tree.js";

const gpg = makeGpg();
afterAll(() => gpg.stop());
const keys = [gpg.makeKey("signer 1"), gpg.makeKey("signer 2", "rsa2048"), gpg.makeKey("signer 3", "nistp256")];
const policy = makePolicy(
  keys.map((key) => [key]),
  1,
);
const tree = makeTree(gpg, policy, ["core-a"]);
afterAll(() => tree.remove());
const keyring = await readKeyring(fromTree(tree.root), tree.policy);
const claim = { name: `${repository}/core-a`, tag: "1.2", platform: "linux/amd64", digest: tree.digest("core-a") };
const good = keys.map((key) => gpg.sign(key, tree.payload("core-a")));

async function isAccepted(bytes: Buffer): Promise<boolean> {
  const result = await verifyMessage(bytes, keyring, new Date());
  return !("refused" in result) && refusePayload(result.payload, claim) === undefined;
}

/** A small generator (mulberry32), so that a failing run can be repeated. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Changes one to three places: a bit, a byte, a byte more, a byte less, a piece moved or doubled. */
function edit(bytes: Buffer, random: (below: number) => number): Buffer {
  let result = Buffer.from(bytes);
  for (let count = 1 + random(3); count > 0; count -= 1) {
    const at = random(result.length);
    const end = at + 1 + random(8);
    const [before, piece, after] = [result.subarray(0, at), result.subarray(at, end), result.subarray(end)];
    const edits = [
      () => Buffer.concat([before, Buffer.from([(result[at] ?? 0) ^ (1 << random(8))]), result.subarray(at + 1)]),
      () => Buffer.concat([before, Buffer.from([random(256)]), result.subarray(at + 1)]),
      () => Buffer.concat([before, Buffer.from([random(256)]), result.subarray(at)]),
      () => Buffer.concat([before, result.subarray(at + 1)]),
      () => Buffer.concat([before, after, piece]),
      () => Buffer.concat([before, piece, piece, after]),
    ];
    result = edits[random(edits.length)]?.() ?? result;
  }
  return result;
}

test("the unchanged signatures are accepted", async () => {
  for (const bytes of good) expect(await isAccepted(bytes)).toBe(true);
});

test("of 10,000 random edits of good signatures none is accepted", async () => {
  const random = generator(20_261_122);
  let tried = 0;
  const accepted: string[] = [];
  while (tried < 10_000) {
    const original = good[tried % good.length] ?? Buffer.alloc(0);
    const edited = edit(original, random);
    if (edited.equals(original)) continue;
    tried += 1;
    if (await isAccepted(edited)) accepted.push(edited.toString("hex"));
  }
  expect(accepted).toEqual([]);
});

test("every single bit of each signature file matters", async () => {
  const accepted: string[] = [];
  for (const [which, bytes] of good.entries()) {
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const edited = Buffer.from(bytes);
      edited[bit >> 3] = (edited[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (await isAccepted(edited)) accepted.push(`file ${which}, bit ${bit}`);
    }
  }
  expect(accepted).toEqual([]);
});
