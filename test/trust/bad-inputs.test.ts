import { spawnSync } from "node:child_process";
import { afterAll, expect, test } from "vitest";
import type { FileVerdict } from "../../dsl/trust/images.js";
import { verifySignatures } from "../../dsl/trust/verify.js";
import { badKeys } from "./bad-keys.js";
import { badMessages } from "./bad-messages.js";
import { badPayloads, type BadCase } from "./bad-payloads.js";
import { makeGpg, now } from "./gpg.js";
import { keep } from "./keep.js";
import { makePolicy, makeTree } from "./tree.js";

const gpg = makeGpg();
afterAll(() => gpg.stop());
const [one, two, idle, outsider] = ["signer 1", "signer 2", "signer 3", "outsider"].map((name) =>
  gpg.makeKey(name, "ed25519", "never", now() - 30 * 86_400),
) as [string, string, string, string];
const unfit = badKeys(gpg);
const fitting = makePolicy([[one], [two], [idle], ...unfit.map((key) => [key.fingerprint])], 2);
// Everybody has the role except signer 3.
const policy = {
  ...fitting,
  roles: { rebuilder: fitting.people.map((person) => person.name).filter((name) => name !== "signer 3") },
};
const tree = makeTree(undefined, policy, ["core-payload", "core-message", "core-key", "core-right"]);
afterAll(() => tree.remove());
for (const key of [one, two, idle, outsider]) tree.put(`keys/${key}.asc`, gpg.exportKey(key));

const payloads = badPayloads(tree.payload("core-payload"), "core-payload").map(
  (item): BadCase => ({ ...item, bytes: gpg.sign(one, item.payload) }),
);
const messages = badMessages(gpg, one, two, tree.payload("core-message"));
const keyPayload = tree.payload("core-key");
const signers: BadCase[] = [
  ...unfit.map(({ kind, name, reason, signature }) => ({ kind, name, reason, bytes: signature(keyPayload) })),
  {
    kind: 20,
    name: "a valid signer outside the policy",
    bytes: gpg.sign(outsider, keyPayload),
    reason: /does not list/,
  },
  {
    kind: 20,
    name: "a person of the policy without the role",
    bytes: gpg.sign(idle, keyPayload),
    reason: /signer 3 signed, but has no role/,
  },
  {
    kind: 9,
    name: "a payload of 5 MB",
    bytes: gpg.sign(one, keyPayload.replace("stagex 1", "x".repeat(5_000_000))),
    reason: /at most 65536/,
  },
];
// Files of the keys come last: making one may revoke it, after which gpg would not sign any more.
for (const key of unfit) tree.put(`keys/${key.fingerprint}.asc`, key.file);
tree.pin();

const groups = { "core-payload": payloads, "core-message": messages, "core-key": signers };
for (const [image, cases] of Object.entries(groups)) {
  cases.forEach((item, index) => tree.put(tree.path(image, index + 1), item.bytes));
  // Two good signatures behind all the bad ones: a bad file must not hide a good one.
  tree.put(tree.path(image, cases.length + 1), gpg.sign(one, tree.payload(image)));
  tree.put(tree.path(image, cases.length + 2), gpg.sign(two, tree.payload(image)));
}

keep(tree.root, tree.policySha256);
const result = await verifySignatures({ root: tree.root, trustedPolicy: tree.policySha256, now: new Date() });
const verdicts = new Map<string, FileVerdict>(
  result.images.flatMap((image) => image.files.map((file) => [file.path, file] as const)),
);
// A directory with another gpg can be given, to compare GnuPG 2.2 and 2.4.
const path = [process.env["STAGEX_TEST_GPG"] ?? "", process.env["PATH"]].filter(Boolean).join(":");
const shell = spawnSync("scripts/verify-signatures", ["--verbose", "--trusted-policy", tree.policySha256], {
  env: { ...process.env, PATH: path, STAGEX_ROOT: tree.root },
});
const shellRefused = new Map(
  [...shell.stderr.toString().matchAll(/^(\S+): refused: (.*)$/gm)].map((found) => [found[1] ?? "", found[2] ?? ""]),
);

for (const [image, cases] of Object.entries(groups)) {
  cases.forEach((item, index) => {
    test(`kind ${item.kind}: ${item.name} is refused by both verifiers`, () => {
      const path = tree.path(image, index + 1);
      expect(verdicts.get(path)).toMatchObject({ verdict: "refused" });
      expect(verdicts.get(path)?.reason).toMatch(item.reason);
      expect(shellRefused.get(path)).toMatch(/./);
    });
  });
  test(`${cases.length} bad files of ${image} hide neither of two good ones`, () => {
    expect(result.images.find((item) => item.image === image)).toMatchObject({
      met: true,
      people: ["signer 1", "signer 2"],
    });
    expect(shell.stderr.toString()).not.toContain(`linux-amd64/${image}: `);
  });
}
