import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signatureDirectory } from "../../../dsl/trust/signatures.js";
import { writePayload } from "../../../dsl/trust/payload.js";
import { verifySignatures } from "../../../dsl/trust/verify.js";
import { frozen, makeGpg, now, put } from "../gpg.js";
import { makePolicy, pinned, sha } from "../tree.js";
import { pushImage, type Site, startSite } from "./registry.js";

/** The table "Where verdicts differ" of docs/trust.md, case by case, against skopeo. */
const day = 86_400;
const gpg = makeGpg();
const directory = mkdtempSync("/tmp/te-");
const root = join(directory, "tree");
const good = gpg.makeKey("signer 1", "ed25519", "never", now() - 30 * day);
const other = gpg.makeKey("signer 2");
const weak = gpg.makeKey("weak", "rsa1024");
const short = gpg.makeKey("short", "ed25519", "10d", now() - 30 * day);
const revoked = gpg.makeKey("revoked", "ed25519", "never", now() - 30 * day);
let site: Site;
let digest = "";

beforeAll(async () => {
  mkdirSync(join(root, "signatures"), { recursive: true });
  site = await startSite(directory, join(root, "signatures"));
  digest = await pushImage(site, directory, "stagex/core-a", "1.2");
  put(
    root,
    "generated/graph.json",
    JSON.stringify({
      schema: 1,
      images: [{ name: "core-a", stage: "core", platforms: ["linux/amd64"], version: "1.2", deps: [] }],
    }),
  );
  put(root, "digests/linux-amd64/core.txt", `${digest} core-a\n`);
});
afterAll(() => {
  site.stop();
  gpg.stop();
  rmSync(directory, { recursive: true, force: true });
});

const payload = (): string =>
  writePayload({ name: `${site.registry}/stagex/core-a`, tag: "1.2", platform: "linux/amd64", digest }, now());
const unprotected = (): Buffer => {
  const bytes = gpg.sign(good, payload());
  // The first byte of the literal packet's time: no signature covers it.
  const at = bytes.indexOf(Buffer.from('{"critical"')) - 4;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};
const plain = (key: string): string[] => ["--compress-level", "0", "--local-user", key];
const revocation = (): void =>
  void gpg.run(
    ["--import"],
    readFileSync(join(gpg.home, "openpgp-revocs.d", `${revoked}.rev`), "utf8").replace(/^[^]*\n:(-----BEGIN)/, "$1"),
  );

const cases: [string, string, () => Buffer[], { skopeo: boolean; ours: boolean }][] = [
  ["a good signature", good, () => [gpg.sign(good, payload())], { skopeo: true, ours: true }],
  ["SHA-1", good, () => [gpg.sign(good, payload(), now(), ["--digest-algo", "SHA1"])], { skopeo: true, ours: false }],
  ["RSA-1024", weak, () => [gpg.sign(weak, payload())], { skopeo: true, ours: false }],
  ["made in the future", good, () => [gpg.sign(good, payload(), now() + 3 * day)], { skopeo: true, ours: false }],
  ["compressed", good, () => [gpg.signAs(["--local-user", good, "--sign"], payload())], { skopeo: true, ours: false }],
  ["unprotected bytes changed", good, () => [unprotected()], { skopeo: true, ours: false }],
  [
    "key expired after it signed",
    short,
    () => [gpg.sign(short, payload(), now() - 25 * day)],
    { skopeo: false, ours: true },
  ],
  [
    "expired signature",
    good,
    () => [gpg.sign(good, payload(), now() - 9 * day, ["--default-sig-expire", "2d"])],
    { skopeo: false, ours: false },
  ],
  [
    "armour",
    good,
    () => [gpg.signAs([...frozen(now()), ...plain(good), "--armor", "--sign"], payload())],
    { skopeo: false, ours: false },
  ],
  [
    "two signers in one message",
    good,
    () => [gpg.signAs([...plain(good), "--local-user", other, "--sign"], payload())],
    { skopeo: false, ours: false },
  ],
  [
    "text beside a good signature",
    good,
    () => [Buffer.from("junk"), gpg.sign(good, payload())],
    { skopeo: false, ours: true },
  ],
  [
    "key revoked after it signed",
    revoked,
    () => {
      const signature = gpg.sign(revoked, payload(), now() - 20 * day);
      revocation();
      return [signature];
    },
    { skopeo: false, ours: false },
  ],
];

test.each(cases)("%s", async (_title, key, make, expected) => {
  const place = signatureDirectory(`${site.registry}/stagex`, "core-a", digest);
  rmSync(join(root, place), { recursive: true, force: true });
  make().forEach((bytes, index) => put(root, `${place}/signature-${index + 1}`, bytes));
  put(root, `keys/${key}.asc`, gpg.exportKey(key));
  const policy = JSON.stringify({ ...pinned(root, makePolicy([[key]], 1)), repository: `${site.registry}/stagex` });
  put(root, "keys/policy.json", policy);
  // Written by hand: an export would leave out the unfit keys.
  const rule = { type: "signedBy", keyType: "GPGKeys", keyPath: join(root, `keys/${key}.asc`) };
  put(
    directory,
    "policy.json",
    JSON.stringify({ default: [{ type: "reject" }], transports: { docker: { [`${site.registry}/stagex`]: [rule] } } }),
  );
  put(directory, "registries.d/x.yaml", `docker:\n  "${site.registry}/stagex":\n    lookaside: "${site.lookaside}"\n`);
  const ours = (await verifySignatures({ root, trustedPolicy: sha(policy) })).met;
  expect({ skopeo: await skopeo(), ours }).toEqual(expected);
});

function skopeo(): Promise<boolean> {
  const target = join(directory, "copy");
  rmSync(target, { recursive: true, force: true });
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.env["SKOPEO"] ?? "skopeo",
      [
        "--policy",
        join(directory, "policy.json"),
        "--registries.d",
        join(directory, "registries.d"),
        "copy",
        "--src-tls-verify=false",
        `docker://${site.registry}/stagex/core-a:1.2`,
        `dir:${target}`,
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    let text = "";
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.on("error", reject).on("close", (status) => {
      if (status === 0 || /Source image rejected|reading signatures|unrecognized signature/i.test(text))
        resolve(status === 0);
      else reject(new Error(text));
    });
  });
}
