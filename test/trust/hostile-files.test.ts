import { afterAll, expect, test } from "vitest";
import { runBoth } from "./both.js";
import { makeGpg } from "./gpg.js";
import { hostileFiles, signatureOf } from "./hostile-files.js";
import { copyTree, makePolicy, makeTree } from "./tree.js";

const gpg = makeGpg();
const keys = ["signer 1", "signer 2", "signer 3"].map((name) => gpg.makeKey(name)) as [string, string, string];
const template = makeTree(
  gpg,
  makePolicy(
    keys.map((key) => [key]),
    2,
  ),
  ["core-a", "core-b"],
);
for (const image of template.images)
  for (const signer of [0, 1] as const)
    template.put(signatureOf({ tree: template, keys }, image, signer), gpg.sign(keys[signer], template.payload(image)));
afterAll(() => {
  gpg.stop();
  template.remove();
});

test("the tree that all the others are made from is good", async () => {
  expect(await runBoth(template)).toMatchObject({ code: 0, shellCode: 0 });
});
test.each(hostileFiles)("%s is refused by both", async (_title, change) => {
  const tree = copyTree(template);
  change({ tree, keys });
  const outcome = await runBoth(tree);
  tree.remove();
  expect([1, 2]).toContain(outcome.code);
  expect([1, 2]).toContain(outcome.shellCode);
  // What was decided is said, by each.
  expect(outcome.text + outcome.files.map((file) => file.reason).join()).toMatch(/./);
  expect(outcome.shellText).toMatch(/./);
});
