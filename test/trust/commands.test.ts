import { Command } from "commander";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { register as pins } from "../../dsl/cli/pins.js";
import { register as policy } from "../../dsl/cli/policy.js";
import { register as release } from "../../dsl/cli/release.js";
import { register as signatures } from "../../dsl/cli/signatures.js";
import { register as verify } from "../../dsl/cli/verify.js";
import { runShell } from "./both.js";
import { makeGpg } from "./gpg.js";
import type { Policy } from "../../dsl/trust/policy.js";
import { makePolicy, makeTree, pinned, sha, type Tree } from "./tree.js";

const gpg = makeGpg();
const keys = ["signer 1", "signer 2"].map((name) => gpg.makeKey(name));
const state = mkdtempSync("/tmp/tc-");
afterAll(() => {
  gpg.stop();
  rmSync(state, { recursive: true });
});
let tree: Tree;
beforeEach(() => {
  tree = makeTree(
    gpg,
    makePolicy(
      keys.map((key) => [key]),
      2,
    ),
    ["core-a"],
  );
  keys.forEach((key, index) => tree.put(tree.path("core-a", index + 1), gpg.sign(key, tree.payload("core-a"))));
  vi.stubEnv("GNUPGHOME", gpg.home);
  vi.stubEnv("XDG_STATE_HOME", state);
});
afterEach(() => {
  tree.remove();
  vi.unstubAllEnvs();
});

/** Runs one command line in this process and collects what it prints. */
async function defs(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const program = new Command("defs").option("--root <dir>", "root of the tree", ".").exitOverride();
  for (const register of [verify, signatures, pins, policy, release]) register(program);
  let [out, err] = ["", ""];
  const streams = [
    vi.spyOn(process.stdout, "write").mockImplementation((text) => ((out += String(text)), true)),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => ((err += String(text)), true)),
  ];
  try {
    process.exitCode = 0;
    await program.parseAsync(["node", "defs", "--root", tree.root, ...args]);
    return { code: process.exitCode, out, err };
  } finally {
    process.exitCode = 0;
    for (const stream of streams) stream.mockRestore();
  }
}
const anchor = (): string[] => ["--trusted-policy", tree.policySha256];

test("defs verify prints a verdict per image and ends with 0", async () => {
  expect(await defs("verify", ...anchor())).toMatchObject({
    code: 0,
    out: expect.stringContaining("ok linux-amd64/core-a: 2 of 2 (signer 1, signer 2)\n") as string,
  });
});
test("defs verify --json is what a program reads", async () => {
  const { code, out } = await defs("verify", "--json", ...anchor(), "core-a");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    met: true,
    policy: { version: 1, sha256: tree.policySha256 },
    images: [{ image: "core-a", met: true, needed: 2, files: [{ verdict: "counted" }, { verdict: "counted" }] }],
  });
});
test("defs verify ends with 1, and a reason for the file, when the threshold is not met", async () => {
  tree.put(tree.path("core-a", 2), "junk");
  const { code, out } = await defs("verify", ...anchor());
  expect(code).toBe(1);
  expect(out).toMatch(
    /not met linux-amd64\/core-a: 1 of 2.*\n.*\n {2}signatures\/\S+\/signature-2: refused: not an OpenPGP message/,
  );
});
test("defs verify ends with 3 without anchor and without policy", async () => {
  expect(await defs("verify")).toMatchObject({
    code: 3,
    err: expect.stringContaining("error E501: no trust anchor") as string,
  });
  rmSync(join(tree.root, "keys/policy.json"));
  expect(await defs("verify", ...anchor())).toMatchObject({
    code: 3,
    err: expect.stringContaining("error E501: no policy") as string,
  });
});
test("defs signatures lint ends with 1 when it finds something", async () => {
  expect(await defs("signatures", "lint")).toMatchObject({
    code: 0,
    out: "checked 5 files in signatures/ and keys/: 0 problems\n",
  });
  tree.put(tree.path("core-a", 4), "x");
  expect((await defs("signatures", "lint")).code).toBe(1);
});
test("defs policy export writes what podman needs", async () => {
  const out = join(tree.root, "exported");
  expect(
    await defs("policy", "export", ...anchor(), "--out", out, "--lookaside", "https://example.invalid/signatures"),
  ).toMatchObject({ code: 0, out: expect.stringContaining("podman 4.2") as string });
  const exported = JSON.parse(readFileSync(join(out, "policy.json"), "utf8")) as {
    transports: { docker: Record<string, { keyPaths: string[] }[]> };
  };
  const paths = exported.transports.docker["docker.io/stagex"]?.flatMap((item) => item.keyPaths) ?? [];
  expect(paths).toHaveLength(2);
  for (const path of paths) expect(existsSync(path)).toBe(true);
});
test("defs release create, sign and verify", async () => {
  expect(await defs("release", "create", "--expires", "2089-12-31")).toMatchObject({ code: 0 });
  expect(await defs("release", "verify", ...anchor())).toMatchObject({
    code: 1,
    err: expect.stringContaining("0 of 2 signatures needed") as string,
  });
  for (const key of keys) expect((await defs("release", "sign", "--key", key)).code).toBe(0);
  const first = await defs("release", "verify", ...anchor());
  expect(first).toMatchObject({ code: 0, out: expect.stringContaining("rollback was not checked") as string });
  expect((await defs("release", "verify", ...anchor())).out).toMatch(
    /^release 1: good, 2 of 2 signed\nlog: 1:[0-9a-f]{64}\n$/,
  );
});
test("defs pins tells of which release a digest is, and how many signed it", async () => {
  await defs("release", "create", "--expires", "2089-12-31");
  tree.put("Containerfile", `FROM stagex/core-a@sha256:${tree.digest("core-a")}\n`);
  const file = join(tree.root, "Containerfile");
  expect(await defs("pins", file, ...anchor())).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /: current: .*: the newest; release 1; 2 signed the newest\n1 images named, 0 to look at\n$/,
    ),
  });
  expect(JSON.parse((await defs("pins", file, "--json", ...anchor())).out)).toMatchObject([
    { status: "current", pinned: "digest", releases: [1], newest: { version: "1.2", signers: 2 } },
  ]);
});
test.each(["0", "x", "-1", "1e3", ""])(
  "defs release verify --minimum '%s' is a usage error, not a bound that lets everything pass",
  async (minimum) => {
    await expect(defs("release", "verify", ...anchor(), `--minimum=${minimum}`)).rejects.toMatchObject({
      code: "commander.invalidArgument",
    });
  },
);
test("defs policy sign approves the next version so that the old anchor leads to it", async () => {
  expect((await defs("policy", "sign", "--key", keys[0] ?? "")).code).toBe(0);
  const change = { version: 2, previous: tree.policySha256 };
  const next = pinned(
    tree.root,
    makePolicy(
      keys.map((key) => [key]),
      1,
      change,
    ),
  );
  tree.put("keys/policy.json", `${JSON.stringify(next)}\n`);
  expect((await defs("verify", ...anchor())).code).toBe(3);
  for (const key of keys) await defs("policy", "sign", "--key", key);
  expect(await defs("verify", ...anchor())).toMatchObject({
    code: 0,
    out: expect.stringContaining("policy version 2") as string,
  });
});

const outsider = gpg.makeKey("outsider");
test("release and policy are signed once by each person, and by nobody else", async () => {
  await defs("release", "create", "--expires", "2089-12-31");
  for (const subject of ["release", "policy"]) {
    expect(await defs(subject, "sign", "--key", outsider)).toMatchObject({
      code: 1,
      err: expect.stringContaining("not listed") as string,
    });
    expect(await defs(subject, "sign", "--key", keys[0] ?? "")).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${keys[0]}.sig: signed\n`) as string,
    });
    expect(await defs(subject, "sign", "--key", keys[0] ?? "")).toMatchObject({
      code: 0,
      out: expect.stringContaining("signed already") as string,
    });
  }
});
test("a release whose digests are not the committed ones is not signed", async () => {
  await defs("release", "create", "--expires", "2089-12-31");
  tree.put("digests/linux-amd64/core.txt", `${"0".repeat(64)} core-a\n`);
  expect(await defs("release", "sign", "--key", keys[0] ?? "")).toMatchObject({
    code: 1,
    err: expect.stringContaining("is committed as 0") as string,
  });
});
test("a policy that somebody signed is not replaced by an edit of the same version", async () => {
  await defs("policy", "sign", "--key", keys[0] ?? "");
  tree.put("keys/policy.json", `${JSON.stringify({ ...tree.policy, minimumRelease: 2 })}\n`);
  expect(await defs("policy", "sign", "--key", keys[1] ?? "")).toMatchObject({
    code: 1,
    err: expect.stringContaining("version 1 was signed as") as string,
  });
});
test("release and policy are signed through an air gap", async () => {
  await defs("release", "create", "--expires", "2089-12-31");
  for (const [subject, name] of [
    ["release", "release-1"],
    ["policy", "policy-1"],
  ] as const) {
    const usb = join(tree.root, "usb");
    expect((await defs(subject, "sign", "--key", keys[0] ?? "", "--payloads", usb)).code).toBe(0);
    tree.put(`usb/${name}.json.gpg`, gpg.sign(keys[0] ?? "", readFileSync(join(usb, `${name}.json`))));
    expect((await defs(subject, "sign", "--key", keys[0] ?? "", "--signatures", usb)).out).toContain(": signed\n");
  }
});
test("a trusted policy is found at once where the newest claims to be version 999999", async () => {
  tree.put("keys/policy.json", JSON.stringify({ ...tree.policy, version: 999_999, previous: "0".repeat(64) }));
  expect((await defs("verify", ...anchor())).code).toBe(3);
});
test("nothing that a file says or is called steers the terminal", async () => {
  const evil = "\u001b]0;x\u0007\u009b2J\u202e\r";
  tree.put(tree.path("core-a", 1).replace(/signature-1$/, evil), "x");
  tree.put(`digests/linux-amd64/${evil}`, "x");
  tree.put(
    `keys/${keys[0]}.asc`,
    `-----BEGIN PGP PUBLIC KEY BLOCK-----\n${evil}\n-----END PGP PUBLIC KEY BLOCK-----\n`,
  );
  tree.put(`${tree.path("core-a", 2)}`, gpg.sign(keys[1] ?? "", evil));
  const shell = runShell(tree, ["--verbose"]);
  for (const { out, err } of [
    await defs("verify", ...anchor()),
    await defs("verify", "--json", ...anchor()),
    await defs("signatures", "lint"),
    { out: shell.text, err: "" },
  ])
    expect((out + err).match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/g)).toBeNull();
});
test("an exported CDPATH changes nothing", () => {
  expect(runShell(tree, [], tree.policySha256, { CDPATH: "/tmp:." })).toMatchObject({ code: 0 });
});

test("defs policy prepare writes version, predecessor and hashes of keys, and nothing where nothing was changed", async () => {
  const read = (): Policy => JSON.parse(readFileSync(join(tree.root, "keys/policy.json"), "utf8")) as Policy;
  tree.put("keys/policy.json", JSON.stringify(tree.unpinned));
  expect(await defs("policy", "prepare")).toMatchObject({ code: 0 });
  expect(read()).toEqual(tree.policy);
  await defs("policy", "sign", "--key", keys[0] ?? "");
  const first = sha(readFileSync(join(tree.root, "keys/policy.json")));
  const again = await defs("policy", "prepare");
  expect(again.out).toContain(`version 1, SHA-256 ${first};`);
  tree.put("keys/policy.json", JSON.stringify({ ...read(), minimumRelease: 7 }));
  for (const minimumRelease of [8, 9]) {
    expect((await defs("policy", "prepare")).out).toContain("version 2");
    expect(read()).toMatchObject({ version: 2, previous: first });
    tree.put("keys/policy.json", JSON.stringify({ ...read(), minimumRelease }));
  }
});
test.each([
  ["no JSON", "{", 3, "not a JSON value"],
  ["a list", "[]", 3, "an object is needed"],
  ["an empty object", "{}", 3, "schema"],
  ["a member twice", '{"version":1,"version":1}', 3, "there twice"],
  ["an escape", '{"version":"\\u0031"}', 3, "escapes"],
])("defs policy prepare says what is wrong with %s, and leaves it", async (_title, text, code, message) => {
  tree.put("keys/policy.json", text);
  expect(await defs("policy", "prepare")).toMatchObject({ code, err: expect.stringContaining(message) as string });
  expect(readFileSync(join(tree.root, "keys/policy.json"), "utf8")).toBe(text);
});
test("defs policy prepare pins no file that is not the key, and follows no version that was never signed", async () => {
  tree.put(`keys/${keys[0]}.asc`, gpg.exportKey(keys[1] ?? ""));
  expect(await defs("policy", "prepare")).toMatchObject({
    code: 1,
    err: expect.stringContaining("error E502: holds key") as string,
  });
  tree.put(`keys/${keys[0]}.asc`, gpg.exportKey(keys[0] ?? ""));
  tree.put("keys/policy.json", JSON.stringify({ ...tree.policy, version: 3 }));
  expect(await defs("policy", "prepare")).toMatchObject({
    code: 3,
    err: expect.stringContaining("version 2 must be signed before one follows it") as string,
  });
});
