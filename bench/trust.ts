import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { afterAll, expect, test } from "vitest";
import { fromTree } from "../dsl/trust/files.js";
import { readKeyring } from "../dsl/trust/keys.js";
import { verifyMessage } from "../dsl/trust/signature.js";
import { verifySignatures } from "../dsl/trust/verify.js";
import { badMessages } from "../test/trust/bad-messages.js";
import { badPayloads } from "../test/trust/bad-payloads.js";
import { makeGpg, now } from "../test/trust/gpg.js";
import { makePolicy, makeTree } from "../test/trust/tree.js";

const images = 513;
const signers = 5;
const gpg = makeGpg();
const keys = Array.from({ length: signers }, (_, index) =>
  gpg.makeKey(`signer ${index + 1}`, index === 4 ? "rsa3072" : "ed25519", "never", now() - 30 * 86_400),
);
const policy = makePolicy(
  keys.map((key) => [key]),
  3,
);
const tree = makeTree(
  gpg,
  policy,
  Array.from({ length: images }, (_, index) => `core-${index}`),
);
afterAll(() => {
  gpg.stop();
  tree.remove();
});

async function time(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}

test("a whole tree beside gpg", async () => {
  const files: string[] = [];
  for (const image of tree.images) {
    const payload = tree.payload(image);
    keys.forEach((key, index) => {
      tree.put(tree.path(image, index + 1), gpg.sign(key, payload));
      files.push(join(tree.root, tree.path(image, index + 1)));
    });
  }
  let met = 0;
  const ours = await time(
    async () =>
      (met = (await verifySignatures({ root: tree.root, trustedPolicy: tree.policySha256 })).images.filter(
        (image) => image.met,
      ).length),
  );
  expect(met).toBe(images);
  const base = ["--homedir", gpg.home, "--batch", "--quiet", "--no-tty", "--trust-model", "always"];
  const together = await time(() =>
    execFileSync("gpg", [...base, "--multifile", "--verify", ...files], { stdio: "ignore" }),
  );
  const sample = files.slice(0, 500);
  const single =
    (await time(() => sample.forEach((file) => spawnSync("gpg", [...base, "--verify", file], { stdio: "ignore" })))) *
    (files.length / sample.length);
  const shell = await time(() =>
    spawnSync("scripts/verify-signatures", ["--trusted-policy", tree.policySha256], {
      env: { ...process.env, STAGEX_ROOT: tree.root },
    }),
  );
  const show = (name: string, seconds: number): void =>
    console.log(
      `${name}: ${seconds.toFixed(2)} s, ${((seconds * 1000) / files.length).toFixed(2)} ms each, ratio of defs verify to it ${(ours / seconds).toFixed(2)}`,
    );
  console.log(`${files.length} signatures on ${images} images by ${signers} people`);
  show("defs verify", ours);
  show("gpg --multifile --verify, one process", together);
  show("gpg --verify, a process each (500 measured)", single);
  show("scripts/verify-signatures", shell);
  console.log(
    `largest resident size of this process, test runner included: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`,
  );
});

test("hostile input beside good input", async () => {
  const keyring = await readKeyring(fromTree(tree.root), tree.policy);
  const [one = "", two = ""] = keys;
  const payload = tree.payload("core-0");
  const cases = [
    ...badMessages(gpg, one, two, payload),
    ...badPayloads(payload, "core-0").map((item) => ({ ...item, bytes: gpg.sign(one, item.payload) })),
  ].filter((item) => item.bytes.length <= 1 << 16);
  const good = gpg.sign(one, payload);
  const repeat = async (bytes: Buffer): Promise<number> => {
    const once = async (): Promise<void> => {
      for (let count = 0; count < 50; count += 1) await verifyMessage(bytes, keyring, new Date());
    };
    await once();
    return time(once);
  };
  const normal = await repeat(good);
  const before = process.memoryUsage().rss;
  let worst = { name: "", ratio: 0 };
  for (const item of cases) {
    const ratio = (await repeat(item.bytes)) / normal;
    if (ratio > worst.ratio) worst = { name: item.name, ratio };
  }
  console.log(
    `${cases.length} bad inputs: the slowest, '${worst.name}', takes ${worst.ratio.toFixed(2)} times a good one; resident size grew by ${Math.round((process.memoryUsage().rss - before) / (1 << 20))} MiB`,
  );
  expect(existsSync(tree.root)).toBe(true);
});
