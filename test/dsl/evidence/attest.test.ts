import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { preAuthenticationEncoding } from "../../../dsl/evidence/dsse.js";
import { defs } from "../../support/compiler.js";
import { temporaryFolder } from "../../support/files.js";
import { makeGpg } from "../../trust/gpg.js";
import { digestOf, evidenceTree } from "./tree.js";

const root = temporaryFolder({ onTestFinished: afterAll });
const gpg = makeGpg();
afterAll(() => gpg.stop());
const key = gpg.makeKey("Rebuilder One");
const env = { GNUPGHOME: gpg.home };
const attest = (...args: string[]) => defs(root, ["attest", ...args], { env, stripFinalNewline: false });
const at = (name: string): string => join(root, name);

beforeAll(async () => {
  await evidenceTree(root);
  writeFileSync(at("none.json"), (await attest("core-lib")).stdout);
  writeFileSync(at("signed.json"), (await attest("core-lib", "--key", key)).stdout);
}, 120_000);

interface Statement {
  readonly subject: unknown;
  readonly predicate: {
    readonly buildDefinition: {
      readonly buildType: string;
      readonly externalParameters: unknown;
      readonly internalParameters: Readonly<Record<string, string>>;
      readonly resolvedDependencies: readonly {
        readonly name: string;
        readonly uri?: string;
        readonly digest: { readonly sha256: string };
      }[];
    };
    readonly runDetails: { readonly builder: { readonly id: string } };
  };
}

describe("defs attest", () => {
  test("names the image by digest, its parameters, and everything that the build read", () => {
    const { subject, predicate } = JSON.parse(readFileSync(at("none.json"), "utf8")) as Statement;
    expect(subject).toMatchObject([
      { name: "core-lib", digest: { sha256: digestOf("core-lib@linux/amd64").slice(7) } },
    ]);
    const { externalParameters, internalParameters, resolvedDependencies } = predicate.buildDefinition;
    expect(externalParameters).toEqual({ image: "core-lib", platform: "linux/amd64" });
    expect(readFileSync(at("digests/provenance.txt"), "utf8")).toContain(internalParameters["key"]);
    expect(resolvedDependencies.map(({ name }) => name)).toEqual([
      "core-base@linux/amd64",
      "defs/core/lib/fix.patch",
      "generated/core/lib/Containerfile",
      "lib.txt",
    ]);
    expect(resolvedDependencies[0]!.digest.sha256).toBe(digestOf("core-base@linux/amd64").slice(7));
    expect(resolvedDependencies[3]).toEqual({
      name: "lib.txt",
      uri: "https://example.org/lib.txt",
      digest: { sha256: "ab".repeat(32) },
    });
    expect(predicate.runDetails.builder.id).toBe("https://stagex.invalid/builder/unnamed");
  });

  test("gives the same bytes under another locale, time zone and user", async () => {
    const strange = {
      LANG: "tr_TR.UTF-8",
      LC_ALL: "tr_TR.UTF-8",
      TZ: "Pacific/Chatham",
      USER: "other",
      HOME: "/nonexistent",
    };
    const { stdout } = await defs(root, ["attest", "core-lib"], { env: strange, stripFinalNewline: false });
    expect(stdout).toBe(readFileSync(at("none.json"), "utf8"));
  });

  test("encodes what is signed as DSSE says, its own example included", async () => {
    // DSSE 1.0, protocol.md, "Test Vectors".
    expect(preAuthenticationEncoding(Buffer.from("hello world"), "http://example.com/HelloWorld").toString()).toBe(
      "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
    );
    const statement = readFileSync(at("none.json"), "utf8");
    const { stdout } = await attest("core-lib", "--form", "pae");
    expect(stdout).toBe(`DSSEv1 28 application/vnd.in-toto+json ${Buffer.byteLength(statement)} ${statement}`);
    const { stdout: text } = await attest("core-lib", "--form", "envelope");
    expect(JSON.parse(text)).toEqual({
      payload: Buffer.from(statement).toString("base64"),
      payloadType: "application/vnd.in-toto+json",
      signatures: [],
    });
  });

  test("signs so that gpg alone can check it", () => {
    const { payload, signatures } = JSON.parse(readFileSync(at("signed.json"), "utf8")) as {
      readonly payload: string;
      readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
    };
    const bytes = Buffer.from(payload, "base64");
    expect(JSON.parse(bytes.toString())).toMatchObject({
      predicate: { runDetails: { builder: { id: `openpgp4fpr:${key}` } } },
    });
    expect(signatures.map(({ keyid }) => keyid)).toEqual([key]);
    writeFileSync(at("sig"), Buffer.from(signatures[0]!.sig, "base64"));
    writeFileSync(at("bytes"), preAuthenticationEncoding(bytes));
    const said = execFileSync("gpg", ["--homedir", gpg.home, "--status-fd", "1", "--verify", at("sig"), at("bytes")], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    expect(said.toString()).toContain(`VALIDSIG ${key}`);
  });

  test("takes a signature that was made elsewhere, and refuses one on other bytes", async () => {
    const builder = ["--builder", "https://example.org/rebuilder"];
    writeFileSync(at("pae"), (await attest("core-lib", "--form", "pae", ...builder)).stdout);
    gpg.run(["--yes", "--local-user", key, "--output", at("pae.sig"), "--detach-sign", at("pae")]);
    const good = await attest("core-lib", "--key", key, "--signature", at("pae.sig"), ...builder);
    expect([good.stderr, good.exitCode]).toEqual(["", 0]);
    const bad = await attest("core-tool", "--key", key, "--signature", at("pae.sig"), ...builder);
    expect([bad.stdout, bad.exitCode]).toEqual(["", 1]);
    expect(bad.stderr).toContain(`pae.sig:1:1 - error E602: the signature of ${key} does not count: gpg says BADSIG`);
  });

  test("refuses an image whose digest is of other inputs", async () => {
    const changed = await evidenceTree();
    const file = join(changed, "defs/core/lib.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace("cp /sources", "cp  /sources"));
    const { stdout, stderr, exitCode } = await defs(changed, ["attest", "core-lib"]);
    expect([stdout, exitCode]).toEqual(["", 1]);
    expect(stderr).toMatch(
      /^defs\/core\/lib\.ts:1:1 - error E601: no digest of core-lib for linux\/amd64 is written down/,
    );
  });
});

describe("defs attest --compare", () => {
  test("says that two builders agree", async () => {
    const { stdout, exitCode } = await attest("--compare", at("none.json"), at("signed.json"));
    expect(stdout.replaceAll(key, "KEY").replaceAll(root, "")).toBe(
      `/signed.json: KEY: good: good signature
builders: https://stagex.invalid/builder/unnamed and openpgp4fpr:KEY
agree: core-lib: 4 dependencies alike, 0 differences
`,
    );
    expect(exitCode).toBe(0);
  });

  test("names the first difference and everything else that differs", async () => {
    const other = readFileSync(at("none.json"), "utf8")
      .replace(digestOf("core-lib@linux/amd64").slice(7), "0".repeat(64))
      .replace("ab".repeat(32), "cd".repeat(32));
    writeFileSync(at("other.json"), other);
    const { stdout, exitCode } = await attest("--compare", at("none.json"), at("other.json"), "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      agree: false,
      image: "core-lib",
      digest: null,
      independent: false,
      sameDependencies: 3,
      differences: [
        { about: "digest", a: digestOf("core-lib@linux/amd64"), b: `sha256:${"0".repeat(64)}` },
        { about: "dependency lib.txt", a: "ab".repeat(32), b: "cd".repeat(32) },
      ],
      signatures: [],
    });
  });

  test("does not agree where a signature is not good", async () => {
    const envelope = JSON.parse(readFileSync(at("signed.json"), "utf8")) as { payload: string };
    const changed = Buffer.from(envelope.payload, "base64").toString().replace("openpgp4fpr", "openpgp4fpR");
    writeFileSync(at("bad.json"), JSON.stringify({ ...envelope, payload: Buffer.from(changed).toString("base64") }));
    const { stdout, exitCode } = await attest("--compare", at("signed.json"), at("bad.json"));
    expect(stdout).toContain(`bad.json: ${key}: refused: gpg says BADSIG`);
    expect(exitCode).toBe(1);
  });

  test.each([
    ["text", "not json", /wrong\.json:1:1 - error E602: the file is not JSON in UTF-8/],
    [
      "another kind of statement",
      '{"_type":"https://in-toto.io/Statement/v0.1"}',
      /error E602: not the statement that `defs attest` writes: _type: /,
    ],
    [
      "an envelope of another kind",
      '{"payload":"e30=","payloadType":"text","signatures":[]}',
      /E602: not the envelope that `defs attest` writes: payloadType/,
    ],
  ])("%s is refused", async (_, text, message) => {
    writeFileSync(at("wrong.json"), text);
    const { stdout, stderr, exitCode } = await attest("--compare", at("none.json"), at("wrong.json"));
    expect([stdout, exitCode]).toEqual(["", 1]);
    expect(stderr).toMatch(message);
  });

  test.each([
    [["core-lib", "core-tool"], /takes one image/],
    [["--compare", "one.json"], /two files/],
    [["core-lib", "--key", "ABCD"], /the 40 digits of a primary fingerprint are needed/],
    [["core-lib", "--signature", "x"], /--signature needs --key/],
    [["--compare", "none.json", "absent.json"], /absent\.json: not found/],
  ])("%j is wrong use", async (args, message) => {
    const { stdout, stderr, exitCode } = await attest(...args.map((arg) => (arg.endsWith(".json") ? at(arg) : arg)));
    expect([stdout, exitCode]).toEqual(["", 2]);
    expect(stderr).toMatch(message);
  });
});
