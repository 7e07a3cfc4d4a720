import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { signatureDirectory } from "../../dsl/trust/signatures.js";
import { verifySignatures } from "../../dsl/trust/verify.js";
import { runBoth } from "./both.js";
import { makeGpg } from "./gpg.js";
import { makeLayout } from "./layouts.js";
import { copyTree, makePolicy, makeTree, sha, type Tree } from "./tree.js";

const gpg = makeGpg();
afterAll(() => gpg.stop());
const [one, two, three] = ["signer 1", "signer 2", "signer 3"].map((name) => gpg.makeKey(name)) as [
  string,
  string,
  string,
];
const people = [[one], [two], [three]];

// One tree, made once; every test gets a copy.
const template = makeTree(gpg, makePolicy(people, 2), ["core-a", "core-b"]);
afterAll(() => template.remove());
for (const image of template.images)
  [one, two].forEach((key, index) =>
    template.put(template.path(image, index + 1), gpg.sign(key, template.payload(image))),
  );
let tree: Tree;
beforeEach(() => {
  tree = copyTree(template);
});
afterEach(() => tree.remove());

const both = (trusted?: string) => runBoth(tree, trusted);

describe("names in signatures/", () => {
  const extra = (name: string): void =>
    tree.put(tree.path("core-a", 1).replace(/signature-1$/, name), gpg.sign(three, tree.payload("core-a")));
  test.each(["signature-0", "signature-01", "signature-1.asc", "signature-", "Signature-3", "signature-3 ", "README"])(
    "a file called '%s' neither counts nor hides",
    async (name) => {
      extra(name);
      const outcome = await both();
      expect(outcome).toMatchObject({ code: 0, shellCode: 0 });
      expect(outcome.files.find((file) => file.path.endsWith(`/${name}`))?.verdict).toBe("refused");
    },
  );
  test("a directory called signature-3 neither counts nor hides", async () => {
    mkdirSync(join(tree.root, tree.path("core-a", 3)));
    expect(await both()).toMatchObject({ code: 0, shellCode: 0 });
  });
  test("files behind a gap do not count, as podman does not see them", async () => {
    renameSync(join(tree.root, tree.path("core-a", 2)), join(tree.root, tree.path("core-a", 3)));
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1, met: ["core-b"] });
    expect(
      outcome.files.find((file) => file.path.endsWith(`core-a@sha256=${tree.digest("core-a")}/signature-3`))?.reason,
    ).toContain("signature-2 is missing");
  });
  test("the 129th file is not read", async () => {
    rmSync(join(tree.root, tree.path("core-a", 2)));
    for (let number = 2; number <= 128; number += 1) tree.put(tree.path("core-a", number), "junk");
    tree.put(tree.path("core-a", 129), gpg.sign(two, tree.payload("core-a")));
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1, met: ["core-b"] });
    expect(outcome.files.find((file) => file.path.endsWith("-129"))?.reason).toContain("128");
  });
});

test.each([
  ["before", "0", { code: 1, shellCode: 1, met: ["core-b"] }],
  ["behind", "F", { code: 0, shellCode: 0, met: ["core-a", "core-b"] }],
])(
  "of more than 128 signers the first by name are read: with the others %s the good ones",
  async (_title, digit, verdict) => {
    const place = dirname(tree.path("core-a", 1));
    [one, two].forEach((key, index) =>
      renameSync(join(tree.root, tree.path("core-a", index + 1)), join(tree.root, `${place}/${key}.sig`)),
    );
    for (let number = 128; number > 0; number -= 1)
      tree.put(`${place}/${digit.repeat(37)}${number.toString(16).toUpperCase().padStart(3, "0")}.sig`, "junk");
    expect(await both()).toMatchObject(verdict);
  },
);

describe("things that are no plain files", () => {
  const file = (): string => join(tree.root, tree.path("core-a", 1));
  const cases: [string, () => void][] = [
    [
      "a symbolic link to a good signature",
      () => (renameSync(file(), join(tree.root, "aside")), symlinkSync(join(tree.root, "aside"), file())),
    ],
    ["a symbolic link that leads nowhere", () => (rmSync(file()), symlinkSync("/nonexistent", file()))],
    ["a hard link to a file elsewhere", () => linkSync(file(), join(tree.root, "aside"))],
    ["a FIFO", () => (rmSync(file()), void execFileSync("mkfifo", [file()]))],
    [
      "a link for the image's directory",
      () => (
        renameSync(dirname(file()), join(tree.root, "aside")), symlinkSync(join(tree.root, "aside"), dirname(file()))
      ),
    ],
    [
      "a link for signatures/",
      () => (
        renameSync(join(tree.root, "signatures"), join(tree.root, "aside")),
        symlinkSync("aside", join(tree.root, "signatures"))
      ),
    ],
  ];
  // Only root can make a device.
  if (process.getuid?.() === 0)
    cases.push(["a device", () => (rmSync(file()), void execFileSync("mknod", [file(), "c", "1", "5"]))]);
  test.each(cases)("%s is not followed", async (_title, change) => {
    change();
    const outcome = await both();
    expect(outcome.code).toBe(1);
    expect(outcome.shellCode).toBe(1);
    expect(outcome.met).not.toContain("core-a");
  });
  const keys: [string, () => void, RegExp][] = [
    [
      "a link",
      () => (
        renameSync(join(tree.root, `keys/${one}.asc`), join(tree.root, "aside")),
        symlinkSync("../aside", join(tree.root, `keys/${one}.asc`))
      ),
      /symbolic link/,
    ],
    [
      "a FIFO",
      () => (
        rmSync(join(tree.root, `keys/${one}.asc`)), void execFileSync("mkfifo", [join(tree.root, `keys/${one}.asc`)])
      ),
      /FIFO/,
    ],
    ["missing", () => rmSync(join(tree.root, `keys/${one}.asc`)), /no such file/],
    [
      "two keys",
      () => writeFileSync(join(tree.root, `keys/${one}.asc`), gpg.exportKey(one) + gpg.exportKey(two)),
      /nothing else/,
    ],
    [
      "two keys in one block",
      () => writeFileSync(join(tree.root, `keys/${one}.asc`), gpg.run(["--armor", "--export", one, three])),
      /holds 2 keys/,
    ],
    [
      "a private key",
      () => writeFileSync(join(tree.root, `keys/${one}.asc`), gpg.run(["--armor", "--export-secret-keys", one])),
      /public key block/,
    ],
    ["binary", () => writeFileSync(join(tree.root, `keys/${one}.asc`), gpg.run(["--export", one])), /armoured/],
    ["empty", () => writeFileSync(join(tree.root, `keys/${one}.asc`), ""), /armoured/],
  ];
  test.each(keys)("a key file that is %s is refused, with the file's name", async (_title, change, reason) => {
    change();
    // The policy pins what is there: the form must be refused on its own account.
    tree.pin();
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1, met: [] });
    expect(outcome.text).toMatch(reason);
    expect(outcome.shellText).toContain(one);
  });
});

describe("digests files", () => {
  const line = (image: string): string => `${tree.digest(image)} ${image}\n`;
  const cases: [string, () => string, number, RegExp][] = [
    ["an image twice", () => line("core-a") + line("core-a") + line("core-b"), 2, /twice/],
    [
      "two digests for one image",
      () => `${line("core-a")}${"0".repeat(64)} core-a\n${line("core-b")}`,
      2,
      /two digests/,
    ],
    ["lines out of order", () => line("core-b") + line("core-a"), 2, /comes after/],
    ["CRLF", () => (line("core-a") + line("core-b")).replaceAll("\n", "\r\n"), 1, /carriage return/],
    ["no newline at the end", () => (line("core-a") + line("core-b")).slice(0, -1), 2, /newline/],
    [
      "a name that is not in the graph",
      () => `${line("core-a")}${line("core-b")}${"0".repeat(64)} core-zzz\n`,
      3,
      /graph.json/,
    ],
    [
      "upper-case hexadecimal",
      () => line("core-a").replace(/^\S+/, (digest) => digest.toUpperCase()) + line("core-b"),
      1,
      /lower-case/,
    ],
    ["a short digest", () => line("core-a").slice(1) + line("core-b"), 1, /64/],
    ["two spaces", () => line("core-a").replace(" ", "  ") + line("core-b"), 1, /needed/],
    ["a name with ..", () => `${line("core-a")}${"0".repeat(64)} ../core-b\n`, 2, /needed/],
    ["an empty line", () => `${line("core-a")}\n${line("core-b")}`, 2, /needed/],
    ["a right-to-left mark", () => `${line("core-a")}${tree.digest("core-b")} core-\u202eb\n`, 2, /needed/],
  ];
  test.each(cases)("%s is an error with its line", async (_title, text, number, reason) => {
    tree.put("digests/linux-amd64/core.txt", text());
    const outcome = await both();
    expect(outcome).toMatchObject({ code: 1, shellCode: 1 });
    expect(outcome.text).toContain(`digests/linux-amd64/core.txt:${number}: `);
    expect(outcome.text).toMatch(reason);
  });
  test.each(["linux-amd64/cores.txt", "linux-amd64/core", "other/notes.txt"])(
    "a file digests/%s, which no stage has, is an error",
    async (name) => {
      tree.put(`digests/${name}`, "");
      const outcome = await both();
      expect(outcome).toMatchObject({ code: 1, shellCode: 1, met: ["core-a", "core-b"] });
      expect(outcome.text).toContain(`digests/${name}:1: not the digests of a stage`);
      expect(outcome.shellText).toContain(`digests/${name}: not the digests of a stage`);
    },
  );
  test("a digests file that is a link is not followed", async () => {
    renameSync(join(tree.root, "digests/linux-amd64/core.txt"), join(tree.root, "aside"));
    symlinkSync("../../aside", join(tree.root, "digests/linux-amd64/core.txt"));
    expect(await both()).toMatchObject({ code: 1, shellCode: 1, met: [] });
  });
  test("an image nobody committed a digest of is a usage error", async () => {
    await expect(
      verifySignatures({ root: tree.root, trustedPolicy: tree.policySha256, images: ["core-zzz"] }),
    ).rejects.toMatchObject({ exitCode: 2 });
  });
  test("a tree without digests does not pass", async () => {
    rmSync(join(tree.root, "digests"), { recursive: true });
    const outcome = await both();
    expect([outcome.code, outcome.shellCode]).toEqual([1, 1]);
    expect(outcome.shellText).toContain("no committed digest of linux-amd64/core-a");
  });
});

describe("images in out/", () => {
  const check = async (): Promise<string> =>
    (
      await verifySignatures({ root: tree.root, trustedPolicy: tree.policySha256, images: ["core-a"], layouts: true })
    ).problems
      .map((problem) => problem.message)
      .join("\n");
  const commit = (digest: string): void =>
    tree.put("digests/linux-amd64/core.txt", `${digest} core-a\n${tree.digest("core-b")} core-b\n`);
  test("a layout with the committed digest is right", async () => {
    commit(makeLayout(tree.root, "out/linux-amd64/core-a"));
    expect(await check()).toBe("");
  });
  test("a missing layout and one of another digest are named with both values", async () => {
    expect(await check()).toContain("no such file");
    const found = makeLayout(tree.root, "out/linux-amd64/core-a");
    expect(await check()).toBe(`has digest ${found}, committed is ${tree.digest("core-a")}`);
  });
  test("the digest of the index does not do for the manifest, neither committed nor signed", async () => {
    const manifest = makeLayout(tree.root, "out/linux-amd64/core-a");
    const index = sha(readFileSync(join(tree.root, "out/linux-amd64/core-a/index.json")));
    commit(index);
    expect(await check()).toBe(`has digest ${manifest}, committed is ${index}`);
    commit(manifest);
    const place = signatureDirectory("docker.io/stagex", "core-a", manifest);
    tree.put(`${place}/signature-1`, gpg.sign(one, tree.payload("core-a").replace(tree.digest("core-a"), index)));
    const { images } = await verifySignatures({
      root: tree.root,
      trustedPolicy: tree.policySha256,
      images: ["core-a"],
    });
    expect(images[0]?.files[0]?.reason).toBe(`signs sha256:${index}, but the digest asked for is sha256:${manifest}`);
  });
});
