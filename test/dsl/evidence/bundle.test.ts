import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifierFiles } from "../../../dsl/evidence/bundle.js";
import { hashOf } from "../../../dsl/evidence/chain.js";
import { readText } from "../../../dsl/load/files.js";
import { writePayload } from "../../../dsl/trust/payload.js";
import { signatureDirectory, signerFile } from "../../../dsl/trust/signatures.js";
import { defs } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";
import { run } from "../../scripts/pack-workspace.js";
import { makeGpg, now } from "../../trust/gpg.js";
import { makePolicy, pinned, repository, sha } from "../../trust/tree.js";
import { digestOf, evidenceTree } from "./tree.js";

const root = temporaryFolder({ onTestFinished: afterAll });
const at = (path: string): string => join(root, path);
const verifier = fileURLToPath(new URL("../../../scripts/verify-bundle", import.meta.url));
const image = "core-lib";
const name = `${image}.linux-amd64`;
const gpg = makeGpg();
afterAll(() => gpg.stop());

/** A layout of one image with one layer, as scripts/pack would write it. */
function layout(): { digest: string; files: Record<string, string> } {
  const layer = "\0".repeat(10_240);
  const diff = hashOf(layer);
  const config = JSON.stringify({
    architecture: "amd64",
    os: "linux",
    config: {},
    rootfs: { type: "layers", diff_ids: [diff] },
  });
  const descriptor = (type: string, bytes: string): object => ({
    mediaType: `application/vnd.oci.image.${type}`,
    digest: hashOf(bytes),
    size: bytes.length,
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: descriptor("config.v1+json", config),
    layers: [descriptor("layer.v1.tar", layer)],
  });
  const blobs = [layer, config, manifest].map((bytes) => [`blobs/${hashOf(bytes).replace(":", "/")}`, bytes]);
  const index = JSON.stringify({ schemaVersion: 2, manifests: [descriptor("manifest.v1+json", manifest)] });
  const files = { "index.json": index, "oci-layout": '{"imageLayoutVersion":"1.0.0"}', ...Object.fromEntries(blobs) };
  return { digest: hashOf(manifest), files: files as Record<string, string> };
}

const { digest, files } = layout();
const signers = ["one", "two"].map((person) => gpg.makeKey(person));

beforeAll(async () => {
  await evidenceTree(root, {}, (id) => (id === `${image}@linux/amd64` ? digest : digestOf(id)));
  for (const [path, text] of Object.entries(files)) writeFiles(root, { [`out/linux-amd64/${image}/${path}`]: text });
  for (const key of signers) writeFiles(root, { [`keys/${key}.asc`]: gpg.exportKey(key) });
  const policy = pinned(
    root,
    makePolicy(
      signers.map((key) => [key]),
      2,
    ),
  );
  writeFiles(root, { "keys/policy.json": `${JSON.stringify(policy, null, 2)}\n` });
  const claim = { name: `${repository}/${image}`, tag: "1.0_2", platform: "linux/amd64", digest: digest.slice(7) };
  for (const key of signers) {
    const place = at(`${signatureDirectory(repository, image, digest.slice(7))}/${signerFile(key)}`);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, gpg.sign(key, writePayload(claim, now())));
  }
  expect(await bundle("--to", at("lib.tar"))).toMatchObject({ exitCode: 0, stderr: "" });
}, 120_000);

const bundle = (...words: string[]) => defs(root, ["bundle", image, ...words]);

/** Unpacks the bundle into a folder of its own. */
function unpacked(): string {
  const folder = temporaryFolder();
  execFileSync("tar", ["-xf", at("lib.tar"), "-C", folder]);
  return join(folder, name);
}
const anchor = (): string => sha(readFileSync(at("keys/policy.json")));
const verify = (folder: string, ...words: string[]) =>
  run([join(folder, "scripts/verify-bundle"), "--trusted-policy", anchor(), ...words]);

/** Makes SHA256SUMS agree with what is there now, as whoever changes a bundle would. */
function sumAgain(folder: string): void {
  execFileSync("sh", [
    "-c",
    `cd "$1" && export LC_ALL=C && find . -type f ! -path ./SHA256SUMS | sed 's,^./,,' | sort | xargs -d "\\n" sha256sum >../sums && mv ../sums SHA256SUMS`,
    "sh",
    folder,
  ]);
}

test("What is unpacked proves itself, by its own verifier and by that of a checkout.", async () => {
  const folder = unpacked();
  const { code, stdout, stderr } = await verify(folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.split("\n").map((line) => line.replace(/\d+$/, "N"))).toEqual([
    "proved: every file is the one that SHA256SUMS names: N",
    `proved: layout/ is ${image} for linux/amd64, ${digest}: 3 blobs, each with the bytes of its digest`,
    "proved: 2 build keys are those of the texts here: core-base core-lib",
    "proved: the statement is about this digest",
    "proved: enough people signed it: policy version 1: 1 images met their threshold, 0 did not",
    "believed: these keys gave these digests; whoever signed says so, and `make reproduce` tries it",
    "believed: what each source holds is harmless; 1 are named by hash",
    "believed: evidence/ tells what the definitions say; `defs sbom` and `defs attest` write it again",
    "",
  ]);
  const own = await run([verifier, "--trusted-policy", anchor(), folder]);
  expect(own.stdout).toBe(stdout);
});

test("The documents in it are those that the other commands print; each script that it needs is there.", async () => {
  const folder = unpacked();
  const { stdout } = await defs(root, ["sbom", image], { stripFinalNewline: false });
  expect(readText(join(folder, `evidence/${image}.spdx.json`))).toBe(stdout);
  for (const path of verifierFiles) {
    const sourced = [...readText(join(folder, path)).matchAll(/\$(?:here\/)?lib\/([\w.-]+)/g)].map(([, file]) => file!);
    for (const file of sourced.filter((file) => file.includes(".")))
      expect(verifierFiles).toContain(`scripts/lib/${file}`);
  }
});

test("It is the same for everybody: another folder, time zone, language, mask.", async () => {
  const other = temporaryFolder();
  cpSync(root, other, { recursive: true });
  const env = { TZ: "Asia/Kathmandu", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" };
  const before = process.umask(0o077);
  const result = await defs(other, ["bundle", image, "--to", join(other, "lib.tar")], { env });
  process.umask(before);
  expect(result).toMatchObject({ exitCode: 0 });
  expect(readFileSync(join(other, "lib.tar")).equals(readFileSync(at("lib.tar")))).toBe(true);
});

test("Without a trusted policy nothing is wrong, but nothing says who signed: exit code 3.", async () => {
  const folder = unpacked();
  const result = await run([join(folder, "scripts/verify-bundle")]);
  expect(result).toMatchObject({ code: 3, stderr: "" });
  expect(result.stdout).toContain("not proved: who signed it: no trust anchor");
});

const keyFile = "generated/core/lib/linux-amd64.key";
const change = (folder: string, path: string, edit: (text: string) => string): void =>
  writeFileSync(join(folder, path), edit(readFileSync(join(folder, path), "latin1")), "latin1");
const layer = Object.keys(files).find((path) => files[path]!.startsWith("\0"))!;

/** What somebody may do to a bundle, who also repairs SHA256SUMS; and the complaint. */
const harms: readonly (readonly [what: string, harm: (folder: string) => void, complaint: string])[] = [
  [
    "a Containerfile",
    (f) => change(f, "generated/core/lib/Containerfile", (t) => `${t}RUN true\n`),
    "another build key",
  ],
  [
    "a Containerfile below",
    (f) => change(f, "generated/core/base/Containerfile", (t) => `${t}#\n`),
    "core-base@linux/amd64: the texts",
  ],
  ["a patch", (f) => change(f, "defs/core/lib/fix.patch", (t) => t.replace("new", "bad")), "another build key"],
  ["a missing patch", (f) => rmSync(join(f, "defs/core/lib/fix.patch")), "a build key names a file that is not here"],
  [
    "a source",
    (f) => change(f, keyFile, (t) => t.replace(/ab/g, "cd")),
    "core-lib@linux/amd64: the texts here give another build key",
  ],
  ["a line that is none of a key", (f) => change(f, keyFile, (t) => `${t}<<<<<<< mine\n`), "not a line of a build key"],
  ["a missing key", (f) => rmSync(join(f, keyFile)), "its build key"],
  ["a byte of a layer", (f) => change(f, `layout/${layer}`, (t) => `\x01${t.slice(1)}`), "has other bytes"],
  ["a missing layer", (f) => rmSync(join(f, `layout/${layer}`)), "the blobs are not those that the manifest leads to"],
  [
    "another blob",
    (f) => writeFileSync(join(f, `layout/blobs/sha256/${"0".repeat(64)}`), ""),
    "the blobs are not those",
  ],
  [
    "another manifest in the index",
    (f) => change(f, "layout/index.json", (t) => t.replace(digest, digestOf("x"))),
    "does not name",
  ],
  [
    "another digest in all lists",
    (f) => {
      for (const path of ["bundle.txt", "layout/index.json", "digests/provenance.txt", "digests/linux-amd64/core.txt"])
        change(f, path, (t) => t.replaceAll(digest.slice(7), "0".repeat(64)));
    },
    "is missing",
  ],
  [
    "the list of digests",
    (f) => change(f, "digests/linux-amd64/core.txt", (t) => t.replace(digest.slice(7), "0".repeat(64))),
    "does not have",
  ],
  [
    "what is known of an image below",
    (f) => change(f, "digests/provenance.txt", (t) => t.replace(/^core-base@.*\n/m, "")),
    "nothing on core-base@linux/amd64",
  ],
  [
    "a recipe that one seed gave",
    (f) =>
      change(f, "digests/provenance.txt", (t) =>
        t.replace(/^(core-base@\S+ \S+) .*$/m, `$1 recipe ${"0".repeat(64)} debian`),
      ),
    "core-base@linux/amd64: the texts here give another recipe",
  ],
  [
    "a statement on something else",
    (f) => change(f, `evidence/${image}.intoto.json`, (t) => t.replaceAll(digest.slice(7), "0".repeat(64))),
    "is not about",
  ],
  [
    "a statement that is no JSON",
    (f) => writeFileSync(join(f, `evidence/${image}.intoto.json`), "{"),
    "intoto.json: line",
  ],
  [
    "a missing signature",
    (f) => rmSync(join(f, `${signatureDirectory(repository, image, digest.slice(7))}/${signerFile(signers[0]!)}`)),
    "1 of 2 signatures needed",
  ],
  [
    "a signature by another key",
    (f) => {
      const folder = join(f, signatureDirectory(repository, image, digest.slice(7)));
      cpSync(join(folder, signerFile(signers[0]!)), join(folder, signerFile(signers[1]!)));
    },
    "1 of 2 signatures needed",
  ],
  ["a link", (f) => symlinkSync("/etc/passwd", join(f, "keys/more.asc")), "neither file nor folder"],
  [
    "a name that moves the cursor",
    (f) => writeFileSync(join(f, "keys/\x1b[2J.asc"), ""),
    "no name of a file of a bundle",
  ],
  ["another image's name", (f) => change(f, "bundle.txt", (t) => t.replace("core-lib", "core-tool")), "does not have"],
  [
    "a second image in front",
    (f) => change(f, "bundle.txt", (t) => `image core-base\n${t}`),
    "image, platform and digest are needed",
  ],
  [
    "no platform",
    (f) => change(f, "bundle.txt", (t) => t.replace("linux/amd64", "")),
    "image, platform and digest are needed",
  ],
];

describe("Changed after it was written, with SHA256SUMS to match, a bundle is refused:", () => {
  test.each(harms)("%s", async (_, harm, complaint) => {
    const folder = unpacked();
    harm(folder);
    sumAgain(folder);
    const result = await verify(folder);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(complaint);
    expect(result.stderr).not.toMatch(/[^\n -~]/);
  });
});

const carelessHarms: readonly (readonly [string, (folder: string) => void, string])[] = [
  [
    "a changed file",
    (f) => change(f, "generated/graph.json", (t) => `${t} `),
    "generated/graph.json: not the file that",
  ],
  [
    "a further file",
    (f) => writeFileSync(join(f, "keys/x"), ""),
    "does not name exactly the files that are there: keys/x",
  ],
  ["a missing file", (f) => rmSync(join(f, "generated/graph.json")), "does not name exactly the files"],
];
test.each(carelessHarms)("What SHA256SUMS does not know is refused: %s.", async (_, harm, complaint) => {
  const folder = unpacked();
  harm(folder);
  const result = await verify(folder);
  expect(result).toMatchObject({ code: 1 });
  expect(result.stderr).toContain(complaint);
});

test("Where there is no bundle, and with an unknown option, the exit code is 2.", async () => {
  const empty = temporaryFolder();
  expect(await run([verifier, empty])).toMatchObject({ code: 2, stdout: "" });
  expect(await run([verifier, "--wrong"])).toMatchObject({ code: 2, stdout: "" });
});

test("An image that is not built, or another one, gives no bundle.", async () => {
  const to = join(temporaryFolder(), "x.tar");
  const missing = await defs(root, ["bundle", "core-tool", "--to", to]);
  expect(missing).toMatchObject({ exitCode: 2 });
  expect(missing.stderr).toContain("`make core-tool` builds it");
  const other = temporaryFolder();
  cpSync(at(`out/linux-amd64/${image}`), join(other, `linux-amd64/core-tool`), { recursive: true });
  const wrong = await defs(root, ["bundle", "core-tool", "--to", to, "--out", other]);
  expect(wrong.stderr).toContain("is written down");
  change(other, `linux-amd64/core-tool/${layer}`, (text) => `\x01${text.slice(1)}`);
  expect((await defs(root, ["bundle", "core-tool", "--to", to, "--out", other])).stderr).toContain("has the bytes of");
  expect((await defs(root, ["bundle", "core-typo"])).stderr).toContain("core-typo");
  expect(() => readFileSync(to)).toThrow();
});

test("A policy that makes no sense is told with its place; --json tells what was written.", async () => {
  const { stdout } = await bundle("--json", "--to", at("again.tar"));
  expect(JSON.parse(stdout)).toEqual({
    file: at("again.tar"),
    image,
    platform: "linux/amd64",
    digest,
    files: expect.any(Number) as number,
    bytes: readFileSync(at("again.tar")).length,
    sha256: sha(readFileSync(at("again.tar"))),
  });
  const text = readFileSync(at("keys/policy.json"));
  writeFileSync(at("keys/policy.json"), "{}");
  const result = await bundle("--to", at("wrong.tar"));
  writeFileSync(at("keys/policy.json"), text);
  expect(result.exitCode).toBe(3);
  expect(result.stderr).toContain("keys/policy.json");
});
