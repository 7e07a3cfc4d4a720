import { putImages } from "../trust/generated.js";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { signatureDirectory } from "../../dsl/trust/signatures.js";
import { verifySignatures } from "../../dsl/trust/verify.js";
import { makeGpg, now, put } from "../trust/gpg.js";
import { makeLayout } from "../trust/layouts.js";
import { makePolicy, pinned, sha } from "../trust/tree.js";
import { git as gitIn } from "../support/git.js";

const gpg = makeGpg();
afterAll(() => gpg.stop());
const [one, two] = [gpg.makeKey("signer 1"), gpg.makeKey("signer 2")];
const weak = gpg.makeKey("weak", "rsa1024");
const expired = gpg.makeKey("expired", "ed25519", "5d", now() - 30 * 86_400);
const outsider = gpg.makeKey("outsider");
const images = ["bootstrap-stage0", "bootstrap-stage3", "core-a", "core-b"];
const dependencies: Record<string, string[]> = {
  "bootstrap-stage0": ["bootstrap-early"],
  "bootstrap-stage3": ["bootstrap-stage0"],
  "core-a": ["bootstrap-stage3"],
  "core-b": ["core-a"],
};

let root = "";
const git = (...args: string[]): string => gitIn(root, ...args);
const commit = (): void => void (git("add", "-A"), git("commit", "-q", "-m", "state"));

/** A checkout with four built images, whose digests are committed; the first is built on one of another platform. */
function makeCheckout(): string {
  root = mkdtempSync("/tmp/ts-");
  put(root, ".gitignore", "out/\n*.tmp\n");
  for (const key of [one, two, weak, expired]) put(root, `keys/${key}.asc`, gpg.exportKey(key));
  put(root, "keys/policy.json", JSON.stringify(pinned(root, makePolicy([[one], [two], [weak], [expired]], 2))));
  putImages(root, [
    { name: "bootstrap-early", version: "1.0", platform: "linux/386" },
    ...images.map((name) => ({
      name,
      version: "1.0+r1",
      deps: dependencies[name] ?? [],
      ...(name === "bootstrap-stage0" ? { on: ["bootstrap-early@linux/386"] } : {}),
    })),
  ]);
  put(root, "out/linux-386/bootstrap-early/record", "origin built\n");
  const lines: Record<string, string> = { bootstrap: "", core: "" };
  for (const name of images) {
    const digest = makeLayout(root, `out/linux-amd64/${name}`, { layers: ["shared layer", name] });
    put(root, `out/linux-amd64/${name}/record`, `key sha256:${sha(name)}\ndigest sha256:${digest}\norigin built\n`);
    lines[name.split("-")[0] ?? ""] += `${digest} ${name}\n`;
  }
  for (const [stage, text] of Object.entries(lines)) put(root, `digests/linux-amd64/${stage}.txt`, text);
  execFileSync("git", ["init", "-q", root]);
  commit();
  return root;
}

const template = makeCheckout();
beforeEach(() => {
  root = mkdtempSync("/tmp/ts-");
  cpSync(template, root, { recursive: true, preserveTimestamps: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
afterAll(() => rmSync(template, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly text: string;
}

function run(program: string, ...args: string[]): Outcome {
  const made = spawnSync(program, args, { env: { ...process.env, STAGEX_ROOT: root, GNUPGHOME: gpg.home } });
  return { code: made.status ?? -1, text: made.stdout.toString() + made.stderr.toString() };
}
const sign = (...args: string[]): Outcome => run("scripts/sign", ...args);

const digestOf = (image: string): string =>
  new RegExp(`([0-9a-f]{64}) ${image}\n`).exec(
    git("show", `HEAD:digests/linux-amd64/${image.split("-")[0]}.txt`),
  )?.[1] ?? "";
const imported = (image: string): void =>
  put(root, `out/linux-amd64/${image}/record`, `digest sha256:${digestOf(image)}\norigin imported\n`);
const signaturesOn = (image: string): string[] => {
  try {
    return readdirSync(join(root, signatureDirectory("docker.io/stagex", image, digestOf(image))));
  } catch {
    return [];
  }
};

describe("scripts/sign", () => {
  test("signs, as the second of two signers, so that the threshold is met", async () => {
    expect(sign("--key", one, "core-a")).toMatchObject({ code: 0 });
    expect(sign("--key", two, "core-a", "core-b")).toMatchObject({ code: 0 });
    const result = await verifySignatures({
      root,
      trustedPolicy: sha(readFileSync(join(root, "keys/policy.json"))),
      layouts: true,
      images: ["core-a", "core-b"],
    });
    expect(result.images.map((image) => [image.image, image.met, [...image.people].sort()])).toEqual([
      ["core-a", true, ["signer 1", "signer 2"]],
      ["core-b", false, ["signer 2"]],
    ]);
  });
  test("does not sign twice, and never overwrites", () => {
    sign("--key", one, "core-a");
    const place = join(root, signatureDirectory("docker.io/stagex", "core-a", digestOf("core-a")));
    const first = readFileSync(join(place, `${one}.sig`));
    expect(sign("--key", one, "core-a").text).toContain("signed already");
    sign("--key", two, "core-a");
    expect(signaturesOn("core-a")).toEqual([`${one}.sig`, `${two}.sig`].sort());
    expect(readFileSync(join(place, `${one}.sig`))).toEqual(first);
  });
  test("signs through an air gap: payloads out, signatures in", () => {
    const directory = mkdtempSync("/tmp/ts-");
    expect(sign("--key", one, "--payloads", directory, "core-a")).toMatchObject({ code: 0 });
    expect(signaturesOn("core-a")).toEqual([]);
    const payload = readFileSync(join(directory, "core-a.linux-amd64.json"));
    put(directory, "core-a.linux-amd64.json.gpg", gpg.sign(one, payload));
    expect(sign("--key", one, "--signatures", directory, "core-a")).toMatchObject({ code: 0 });
    expect(signaturesOn("core-a")).toEqual([`${one}.sig`]);
    put(directory, "core-b.linux-amd64.json.gpg", gpg.sign(one, payload));
    expect(sign("--key", one, "--signatures", directory, "core-b")).toMatchObject({ code: 1 });
    expect(sign("--key", two, "--signatures", directory, "core-a").text).toMatch(/is by signer 1/);
    expect(signaturesOn("core-a")).toEqual([`${one}.sig`]);
    expect(signaturesOn("core-b")).toEqual([]);
    rmSync(directory, { recursive: true });
  });
  test("asks gpg for nothing when the signer's signature is there", () => {
    sign("--key", one, "core-a");
    // Without the private key gpg could not sign.
    gpg.run(["--yes", "--armor", "--output", join(root, "out/secret"), "--export-secret-keys", one]);
    gpg.run(["--yes", "--delete-secret-keys", one]);
    expect(sign("--key", one, "core-a")).toMatchObject({
      code: 0,
      text: expect.stringContaining("signed already") as string,
    });
    gpg.run(["--import", join(root, "out/secret")]);
  });
  const refusals: [string, (() => void) | undefined, string[], RegExp][] = [
    ["a key the policy does not list", undefined, ["--key", outsider], /not (in|listed)/],
    ["a weak key", undefined, ["--key", weak], /1024/],
    ["an expired key", undefined, ["--key", expired], /expired/],
    ["a changed file in the checkout", () => put(root, "generated/graph.json", "{}"), ["--key", one], /changes/],
    ["an untracked file in the checkout", () => put(root, "generated/x", ""), ["--key", one], /changes/],
    [
      "an image without a build record",
      () => rmSync(join(root, "out/linux-amd64/core-a/record")),
      ["--key", one],
      /record/,
    ],
    ["an imported image", () => imported("core-a"), ["--key", one], /imported/],
    [
      "an imported image in spite of the flag",
      () => imported("core-a"),
      ["--key", one, "--accept-imported"],
      /imported/,
    ],
    ["an imported dependency", () => imported("bootstrap-stage3"), ["--key", one], /bootstrap-stage3/],
    [
      "an unbuilt dependency of another platform",
      () => rmSync(join(root, "out/linux-386/bootstrap-early/record")),
      ["--key", one, "bootstrap-stage3"],
      /out\/linux-386\/bootstrap-early\/record/,
    ],
    [
      "an unknown origin",
      () => put(root, "out/linux-amd64/core-a/record", "origin guessed\n"),
      ["--key", one],
      /guessed/,
    ],
    [
      "a record of another digest",
      () => put(root, "out/linux-amd64/core-a/record", `origin built\ndigest sha256:${"0".repeat(64)}\n`),
      ["--key", one],
      /committed is/,
    ],
    [
      "a layout of another digest",
      () => void makeLayout(root, "out/linux-amd64/core-a", { layers: ["other"] }),
      ["--key", one],
      /committed is/,
    ],
    [
      "a layer with other bytes of the same length",
      () => put(root, `out/linux-amd64/core-a/blobs/sha256/${sha("shared layer")}`, "shared layeR"),
      ["--key", one],
      /has the bytes of/,
    ],
    [
      "a layer cut short",
      () => put(root, `out/linux-amd64/core-a/blobs/sha256/${sha("shared layer")}`, "shared"),
      ["--key", one],
      /bytes long/,
    ],
    [
      "a missing layer",
      () => rmSync(join(root, `out/linux-amd64/core-a/blobs/sha256/${sha("shared layer")}`)),
      ["--key", one],
      /missing|regular/,
    ],
    ["a digest that is not committed", () => uncommit(), ["--key", one], /HEAD has no digest/],
  ];
  const uncommit = (): void => (put(root, "digests/linux-amd64/core.txt", ""), commit());
  test.each(refusals)("refuses %s", (_title, prepare, args, reason) => {
    prepare?.();
    const outcome = sign(...args, "core-a");
    expect(outcome.code).toBe(1);
    expect(outcome.text).toMatch(reason);
    expect(signaturesOn("core-a")).toEqual([]);
  });
  test("accepts an imported dependency when told to, and never asks below stage3", () => {
    imported("bootstrap-stage0");
    expect(sign("--key", one, "core-a")).toMatchObject({ code: 0 });
    imported("bootstrap-stage3");
    expect(sign("--key", one, "--accept-imported", "core-b")).toMatchObject({ code: 0 });
  });
  test("asks for nothing below what is anchored, whose digest it must have", () => {
    rmSync(join(root, "out/linux-386"), { recursive: true });
    rmSync(join(root, "out/linux-amd64/bootstrap-stage0"), { recursive: true });
    expect(sign("--key", one, "bootstrap-stage3").text).toContain("bootstrap-stage0/record");
    const note = (digest: string): string =>
      `bootstrap-stage3@linux/amd64 sha256:${digest} recipe sha256:${sha("r")} a, b\n`;
    put(root, "digests/provenance.txt", note(sha("other")));
    commit();
    expect(sign("--key", one, "bootstrap-stage3").text).toContain("anchored is");
    put(root, "digests/provenance.txt", note(digestOf("bootstrap-stage3")));
    commit();
    expect(sign("--key", one, "bootstrap-stage3")).toMatchObject({ code: 0 });
  });
  test("takes a working folder inside the checkout", () => {
    expect(sign("--key", one, "--payloads", join(root, "usb"), "core-a")).toMatchObject({ code: 0 });
    const payload = readFileSync(join(root, "usb/core-a.linux-amd64.json"));
    put(root, "usb/core-a.linux-amd64.json.gpg", gpg.sign(one, payload));
    expect(sign("--key", one, "--signatures", join(root, "usb"), "core-a")).toMatchObject({ code: 0 });
    put(root, "other", "");
    expect(sign("--key", two, "--signatures", join(root, "usb"), "core-b")).toMatchObject({ code: 1 });
  });
  test("--all signs what was built here, names the rest, and does nothing the second time", () => {
    rmSync(join(root, "out/linux-amd64/core-b/record"));
    const first = sign("--key", one, "--all");
    expect(first).toMatchObject({ code: 1, text: expect.stringContaining("core-b") as string });
    expect(
      ["bootstrap-stage0", "bootstrap-stage3", "core-a", "core-b"].map((name) => signaturesOn(name).length),
    ).toEqual([1, 1, 1, 0]);
    const second = sign("--key", one, "--all");
    expect(second.text.match(/signed already/g)).toHaveLength(3);
  });
  test("ends with 3 when there is no policy", () => {
    rmSync(join(root, "keys/policy.json"));
    expect(sign("--key", one, "core-a")).toMatchObject({
      code: 3,
      text: expect.stringContaining("no policy") as string,
    });
  });
});

test("defs sign is scripts/sign on the tree that it is told of", () => {
  const defs = (...args: string[]): Outcome => run("bin/defs.js", "--root", root, "sign", ...args);
  const directory = mkdtempSync("/tmp/ts-");
  expect(defs("--key", one, "--payloads", directory, "core-a")).toMatchObject({ code: 0 });
  put(
    directory,
    "core-a.linux-amd64.json.gpg",
    gpg.sign(one, readFileSync(join(directory, "core-a.linux-amd64.json"))),
  );
  expect(defs("--key", one, "--signatures", directory, "core-a")).toMatchObject({ code: 0 });
  expect(signaturesOn("core-a")).toEqual([`${one}.sig`]);
  imported("bootstrap-stage3");
  expect(defs("--key", one, "core-b")).toMatchObject({ code: 1 });
  expect(defs("--key", one, "--accept-imported", "core-b")).toMatchObject({ code: 0 });
  expect(defs("--key", one, "--all", "core-b")).toMatchObject({ code: 2 });
  expect(defs("--key", one, "--platform", "linux/arm64", "core-b")).toMatchObject({ code: 1 });
  rmSync(join(root, "keys/policy.json"));
  expect(defs("--key", one, "core-a").code).toBe(3);
  rmSync(directory, { recursive: true });
});

test.each([[[]], [["--key", "abc", "core-a"]], [["--key", one]], [["--nope"]], [["--key", one, "../x"]]])(
  "scripts/sign %j is a usage error",
  (args) => {
    const outcome = sign(...args);
    expect(outcome.code).toBe(2);
    expect(outcome.text).toMatch(/^scripts\/sign: /);
  },
);
