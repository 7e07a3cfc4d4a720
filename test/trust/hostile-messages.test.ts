import { afterAll, expect, test } from "vitest";
import { runBoth, runShell } from "./both.js";
import { now } from "./gpg.js";
import { craft, goodSpec, hostileMessages, makeSigner, rightMessages, type Spec } from "./hostile-messages.js";
import { makePolicy, makeTree } from "./tree.js";

const day = 86_400;
const [signer, other] = await Promise.all(
  ["signer 1", "signer 2"].map((name) => makeSigner(name, new Date((now() - 60 * day) * 1000))),
).then(([one, two]) => [one!, two!] as const);
const print = (fingerprint: Buffer): string => fingerprint.toString("hex").toUpperCase();
const keys = [signer, other].map((key) => print(key.fingerprint));
const tree = makeTree(
  undefined,
  makePolicy(
    keys.map((key) => [key]),
    2,
  ),
  ["core-early", "core-late", "core-right"],
);
afterAll(() => tree.remove());
[signer, other].forEach((key) => tree.put(`keys/${print(key.fingerprint)}.asc`, key.file));
tree.pin();

const spec = (image: string, by = signer): Spec =>
  goodSpec(by, by === signer ? other : signer, tree.payload(image), now() - day);
function made(image: string, change: (good: Spec) => Partial<Spec>): Buffer {
  const good = spec(image);
  const changed = { ...good, ...change(good) };
  // A case that changes when it was made says so in the signature, too.
  const hashed =
    changed.created === good.created || changed.hashed !== good.hashed
      ? changed.hashed
      : goodSpec(signer, other, "", changed.created).hashed;
  return craft({ ...changed, hashed });
}
// podman reads 128 files of an image.
const half = Math.ceil(hostileMessages.length / 2);
const groups = [
  { image: "core-early", cases: hostileMessages.slice(0, half) },
  { image: "core-late", cases: hostileMessages.slice(half) },
  { image: "core-right", cases: rightMessages },
];
for (const { image, cases } of groups) {
  cases.forEach(([, change], index) => tree.put(tree.path(image, index + 1), made(image, change)));
  tree.put(tree.path(image, cases.length + 1), craft(spec(image, other)));
}
// Nothing but the other signer's is good in the first two: one of two.
const outcome = await runBoth(tree);
const shell = runShell(tree, ["--verbose"]).text;
const verdict = (path: string) => outcome.files.find((file) => file.path === path);

for (const { image, cases } of groups.slice(0, 2))
  cases.forEach(([title], index) => {
    test(`a message ${title} is refused by both`, () => {
      const path = tree.path(image, index + 1);
      expect(verdict(path)).toMatchObject({ verdict: "refused", reason: expect.stringMatching(/./) as string });
      expect(shell).toMatch(new RegExp(`^${path}: refused: .`, "m"));
    });
  });
test.each(rightMessages.map(([title], index) => [title, index] as const))(
  "a message %s counts for both",
  (_title, index) => {
    const path = tree.path("core-right", index + 1);
    expect(verdict(path)?.verdict).toMatch(/^(counted|repeated)$/);
    expect(shell).toMatch(new RegExp(`^${path}: good signature by signer 1, key ${keys[0]}$`, "m"));
  },
);
test("hostile messages hide no good one, and make up none", () => {
  expect([outcome.code, outcome.shellCode, outcome.met]).toEqual([1, 1, ["core-right"]]);
  for (const image of ["core-early", "core-late"])
    expect(shell).toContain(`linux-amd64/${image}: 1 of 2 signatures needed`);
});
