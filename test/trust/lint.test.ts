import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { lintSignatures } from "../../dsl/trust/lint.js";
import { makeGpg } from "./gpg.js";
import { makePolicy, makeTree, type Tree } from "./tree.js";

const gpg = makeGpg();
afterAll(() => gpg.stop());
const key = gpg.makeKey("signer 1");
const weak = gpg.makeKey("weak", "rsa1024");
let tree: Tree;
beforeEach(() => {
  tree = makeTree(gpg, makePolicy([[key]], 1), ["core-a"]);
  tree.put(tree.path("core-a", 1), gpg.sign(key, tree.payload("core-a")));
});
afterEach(() => tree.remove());
const at = (name: string): string => `${dirname(tree.path("core-a", 1))}/${name}`;
const place = (name: string): string => join(tree.root, at(name));
const findings = async (): Promise<string> =>
  (await lintSignatures(tree.root)).problems.map((problem) => `${problem.path}: ${problem.message}`).join("\n");

test("a right tree has nothing to find, and the files are counted", async () => {
  expect(await lintSignatures(tree.root)).toEqual({ checked: 3, problems: [] });
});

const cases: [string, () => void, RegExp][] = [
  ["signature-0", () => tree.put(at("signature-0"), "x"), /signature-0: not a name of the form/],
  ["signature-01", () => tree.put(at("signature-01"), "x"), /signature-01: not a name of the form/],
  ["signature-1.asc", () => tree.put(at("signature-1.asc"), "x"), /signature-1.asc: not a name/],
  ["a gap", () => tree.put(at("signature-3"), gpg.sign(key, tree.payload("core-a"))), /signature-2 is missing/],
  [
    "129 files",
    () =>
      Array.from({ length: 128 }, (_, number) =>
        tree.put(at(`signature-${number + 2}`), gpg.sign(key, tree.payload("core-a")).subarray(0, 1)),
      ),
    /only 128 signatures are read/,
  ],
  [
    "a directory of that name",
    () => void mkdirSync(place("signature-2"), { recursive: true }),
    /signature-2: is a directory/,
  ],
  ["an empty file", () => tree.put(at("signature-2"), ""), /file is empty/],
  ["armour", () => tree.put(at("signature-2"), "-----BEGIN PGP MESSAGE-----\n"), /ASCII armour/],
  ["text", () => tree.put(at("signature-2"), "hello"), /not an OpenPGP message/],
  ["a file above the limit", () => tree.put(at("signature-2"), Buffer.alloc(70_000, 0x90)), /at most 65536/],
  [
    "a signature on another image",
    () => tree.put(at("signature-2"), gpg.sign(key, tree.payload("core-a").replace("core-a", "core-b"))),
    /signs something else than stagex\/core-a/,
  ],
  [
    "a signature on another digest",
    () =>
      tree.put(at("signature-2"), gpg.sign(key, tree.payload("core-a").replace(tree.digest("core-a"), "0".repeat(64)))),
    /signs something else/,
  ],
  ["a symbolic link", () => symlinkSync("signature-1", place("signature-2")), /is a symbolic link/],
  ["a link to a directory", () => symlinkSync("/tmp", join(tree.root, "signatures/x")), /is a symbolic link/],
  ["a hard link", () => linkSync(place("signature-1"), join(tree.root, "aside")), /has 2 hard links/],
  ["a FIFO", () => void execFileSync("mkfifo", [place("signature-2")]), /is a FIFO/],
  ["a backslash in a name", () => tree.put(at("signature-1\\x"), "x"), /characters other than/],
  ["a newline in a name", () => tree.put(at("signature-1\nx"), "x"), /\\u\{a\}/],
  ["a leading dash", () => tree.put(at("-signature"), "x"), /characters other than/],
  ["a hidden file", () => tree.put(at(".signature-2"), "x"), /characters other than/],
  ["a right-to-left mark in a name", () => tree.put(at("signature-\u202e2"), "x"), /\\u\{202e\}/],
  ["a zero-width space in a name", () => tree.put(at("signature-\u200b2"), "x"), /\\u\{200b\}/],
  ["a composed letter in a name", () => tree.put("signatures/stagex/caf\u00e9", "x"), /characters other than/],
  ["a decomposed letter in a name", () => tree.put("signatures/stagex/cafe\u0301", "x"), /characters other than/],
  [
    "bytes that are not UTF-8 in a name",
    () => writeFileSync(Buffer.concat([Buffer.from(`${tree.root}/signatures/`), Buffer.from([0xff, 0xfe])]), "x"),
    /characters other than/,
  ],
  [
    "names that differ in case only",
    () => (tree.put("signatures/other/x", "x"), tree.put("signatures/Other/x", "x")),
    /letter case only/,
  ],
  [
    "a directory named by an upper-case digest",
    () => tree.put(`signatures/stagex/core-a@sha256=${"A".repeat(64)}/signature-1`, "x"),
    /is not of the form <image>@sha256=/,
  ],
  [
    "a directory named by sha512",
    () => tree.put(`signatures/stagex/core-a@sha512=${"a".repeat(128)}/signature-1`, "x"),
    /is not of the form/,
  ],
  ["a stray file in signatures/", () => tree.put("signatures/README", "x"), /is not of the form/],
  [
    "a key named by another fingerprint",
    () => tree.put(`keys/${"A".repeat(40)}.asc`, gpg.exportKey(key)),
    /but is named A+/,
  ],
  [
    "a private key",
    () => tree.put(`keys/${key}.asc`, gpg.run(["--armor", "--export-secret-keys", key])),
    /public key block/,
  ],
  ["a weak key", () => tree.put(`keys/${weak}.asc`, gpg.exportKey(weak)), /1024 bits/],
  ["a stray file in keys/", () => tree.put("keys/notes.txt", "x"), /nothing of this name belongs here/],
  [
    "a key that is a link",
    () => symlinkSync(`${key}.asc`, join(tree.root, `keys/${"B".repeat(40)}.asc`)),
    /is a symbolic link/,
  ],
];
test.each(cases)("%s is found", async (_title, change, finding) => {
  change();
  expect(await findings()).toMatch(finding);
});
