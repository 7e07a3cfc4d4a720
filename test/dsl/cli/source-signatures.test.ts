import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { defs, repository } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";
import { makeGpg, now } from "../../trust/gpg.js";

const gpg = makeGpg();
afterAll(() => gpg.stop());
const signer = gpg.makeKey("upstream");
const other = gpg.makeKey("somebody else");
const bytes = "the archive";
const sha = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");
const detached = (key: string, words: readonly string[] = [], text = bytes): Buffer =>
  gpg.signAs(["--local-user", key, ...words, "--detach-sign"], text);

interface Case {
  readonly signature?: Buffer;
  readonly keys?: string;
  /** Other text in the definition. */
  readonly edit?: (text: string) => string;
  /** What the store has not. */
  readonly without?: "file" | "signature";
}

/** A tree whose core-zlib is a signed source, in a store that has both files. */
function signedTree({ signature = detached(signer), keys = gpg.exportKey(signer), edit, without }: Case = {}) {
  const [root, store] = [temporaryFolder({ from: join(repository, "test/skeleton") }), temporaryFolder()];
  const file = "defs/core/zlib.ts";
  const text = readFileSync(join(root, file), "utf8")
    .replace(/sha256: ".*"/, `sha256: "${sha(bytes)}"`)
    .replace(
      /size: \d+,/,
      `size: ${bytes.length},\n    signature: { url: "https://example.invalid/zlib.asc", sha256: "${sha(signature)}", key: "upstream.asc" },`,
    );
  writeFiles(root, { [file]: edit === undefined ? text : edit(text), "defs/core/zlib/upstream.asc": keys });
  writeFiles(store, { [`sha256/${sha(bytes)}`]: bytes });
  writeFiles(store, { [`sha256/${sha(signature)}`]: "" });
  writeFileSync(join(store, "sha256", sha(signature)), signature);
  if (without !== undefined) rmSync(join(store, "sha256", sha(without === "file" ? bytes : signature)));
  const verify = (...words: string[]) =>
    defs(root, ["sources", "verify", ...words], { env: { STAGEX_STORE: store, STAGEX_OFFLINE: temporaryFolder() } });
  return { root, verify };
}

const day = new Date().toISOString().slice(0, 10);
const note = `${sha(bytes)} ${signer} ${day} zlib-1.3.1.tar.gz\n`;

describe("defs sources verify", () => {
  test("notes a good signature, is quiet about it the next time, and tells it elsewhere", async () => {
    const { root, verify } = signedTree();
    const first = await verify();
    expect(first.stdout).toContain(`good    core-zlib zlib-1.3.1.tar.gz: signed by ${signer} on ${day}\n`);
    expect(first).toMatchObject({ exitCode: 1 });
    expect(first.stderr).toContain("signed-sources.txt notes something else");
    expect(existsSync(join(root, "signed-sources.txt"))).toBe(false);
    expect(await verify("--write")).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(root, "signed-sources.txt"), "utf8")).toBe(note);
    const second = await verify("core-zlib", "--json");
    expect(second.exitCode).toBe(0);
    expect(JSON.parse(second.stdout)).toEqual([
      { image: "core-zlib", name: "zlib-1.3.1.tar.gz", sha256: sha(bytes), state: "good", signer, day },
    ]);
    expect((await defs(root, ["sources"])).stdout).toContain(`zlib-1.3.1.tar.gz signed by ${signer}\n`);
    expect((await defs(root, ["show", "core-zlib"])).stdout).toContain(`signed by ${signer}`);
  });

  test("is no part of what is generated", async () => {
    const { root } = signedTree();
    expect(await defs(root, ["compile"])).toMatchObject({ exitCode: 0 });
    const file = join(root, "defs/core/zlib.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace(/\n {4}signature: .*/, ""));
    rmSync(join(root, "defs/core/zlib/upstream.asc"));
    expect(await defs(root, ["compile", "--frozen"])).toMatchObject({ exitCode: 0 });
  });

  test("a key that has expired since counts", async () => {
    const past = now() - 400 * 86_400;
    const key = gpg.makeKey("expired", "ed25519", "1y", past);
    const signature = gpg.signAs(["--faked-system-time", String(past), "--local-user", key, "--detach-sign"], bytes);
    const { verify } = signedTree({ signature, keys: gpg.exportKey(key) });
    expect((await verify()).stdout).toContain(
      `signed by ${key} on ${new Date(past * 1000).toISOString().slice(0, 10)}`,
    );
  });

  const rsa = gpg.makeKey("sha1", "rsa2048");
  const bad: readonly (readonly [string, Case, string])[] = [
    ["another file", { signature: detached(signer, [], "another archive") }, "BADSIG"],
    ["another key", { signature: detached(other) }, "no key"],
    ["a weak hash", { signature: detached(rsa, ["--digest-algo", "SHA1"]), keys: gpg.exportKey(rsa) }, "weak hash"],
    ["no signature at all", { signature: Buffer.from("hello") }, "it is no signature"],
    ["no key in the key file", { keys: "hello\n" }, "no key"],
    ["two signatures in one file", { signature: Buffer.concat([detached(signer), detached(other)]) }, ""],
  ];
  test.each(bad)("refuses %s", async (_, given, reason) => {
    const { root, verify } = signedTree(given);
    writeFiles(root, { "signed-sources.txt": note });
    const { stdout, exitCode } = await verify("--write");
    expect(stdout).toMatch(/^bad {5}core-zlib zlib-1\.3\.1\.tar\.gz: /);
    expect(stdout).toContain(reason);
    expect(stdout).toContain("0 of 1 signatures are good");
    expect(exitCode).toBe(1);
    expect(readFileSync(join(root, "signed-sources.txt"), "utf8")).toBe("");
  });

  test("refuses a revoked key", async () => {
    const key = gpg.makeKey("revoked");
    const signature = detached(key);
    const certificate = readFileSync(join(gpg.home, `openpgp-revocs.d/${key}.rev`), "utf8").replace(/^:-/m, "-");
    gpg.run(["--import"], certificate);
    const { verify } = signedTree({ signature, keys: gpg.exportKey(key) });
    const { stdout, exitCode } = await verify();
    expect(stdout).toContain("gpg says REVKEYSIG");
    expect(exitCode).toBe(1);
  });

  test.each([["file"], ["signature"]] as const)("says that the %s cannot be had", async (without) => {
    const { verify } = signedTree({ without });
    const { stdout, exitCode } = await verify();
    expect(stdout).toMatch(/^missing core-zlib .* could not be fetched$/m);
    expect(exitCode).toBe(1);
  });

  test("a note of a source that is not signed any more goes; an unknown image is wrong use", async () => {
    const { root, verify } = signedTree();
    writeFiles(root, { "signed-sources.txt": `${"0".repeat(64)} ${other} 2020-01-01 old.tar.gz\n${note}` });
    expect((await verify()).exitCode).toBe(1);
    await verify("--write");
    expect(readFileSync(join(root, "signed-sources.txt"), "utf8")).toBe(note);
    const wrong = await verify("core-zlip");
    expect(wrong).toMatchObject({ exitCode: 2 });
    expect(wrong.stderr).toContain("core-zlib");
  });
});

describe("a signature in a definition", () => {
  const faults: readonly (readonly [string, (text: string) => string, string])[] = [
    [
      "a key file that is not there",
      (text) => text.replace("upstream.asc", "upstream.key"),
      "E208: the file 'upstream.key' does not exist",
    ],
    [
      "an address without protection",
      (text) => text.replace("https://example.invalid/", "http://example.invalid/"),
      "E206",
    ],
    [
      "half a hash",
      (text) => text.replace(/(zlib\.asc", sha256: "\w{32})\w+/, "$1"),
      "E207: the sha256 has 32 characters",
    ],
    ["an unknown field", (text) => text.replace('key: "upstream.asc"', 'key: "upstream.asc", signer: "x"'), "signer"],
  ];
  test.each(faults)("is refused with %s", async (_, edit, message) => {
    const { root } = signedTree({ edit });
    const { stderr, exitCode } = await defs(root, ["check"]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(1);
  });
});
