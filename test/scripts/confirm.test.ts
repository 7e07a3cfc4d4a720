import { putImages } from "../trust/generated.js";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { signatureDirectory } from "../../dsl/trust/signatures.js";
import { makeGpg, put } from "../trust/gpg.js";
import { makeLayout } from "../trust/layouts.js";
import { makePolicy, pinned } from "../trust/tree.js";
import { git as gitIn } from "../support/git.js";

const gpg = makeGpg();
const [person, hosted] = ["signer 1", "signer 2"].map((name) => gpg.makeKey(name)) as [string, string];
afterAll(() => gpg.stop());
const images = ["core-a", "core-b"];
let root = "";
let digests: Record<string, string> = {};
const git = (...args: string[]): string => gitIn(root, ...args);

/** A checkout with the real scripts; what make would build lies there already. */
beforeEach(() => {
  root = mkdtempSync("/tmp/tf-");
  cpSync("scripts", join(root, "scripts"), { recursive: true });
  for (const key of [person, hosted]) put(root, `keys/${key}.asc`, gpg.exportKey(key));
  const policy = makePolicy([[person], [hosted]], 2);
  put(
    root,
    "keys/policy.json",
    JSON.stringify(pinned(root, { ...policy, roles: { ...policy.roles, ci: ["signer 2"] } })),
  );
  putImages(
    root,
    images.map((name) => ({ name, version: "1" })),
  );
  digests = {};
  for (const name of images) {
    digests[name] = makeLayout(root, `out/linux-amd64/${name}`, { layers: [name] });
    put(root, `out/linux-amd64/${name}/record`, `digest sha256:${digests[name]}\norigin built\n`);
  }
  put(root, "digests/linux-amd64/core.txt", images.map((name) => `${digests[name]} ${name}\n`).join(""));
  put(root, ".gitignore", "out/\nsignatures.patch\n");
  put(root, "bin/make", "#!/bin/sh\nexit ${STAGEX_BUILD_STATUS:-0}\n");
  chmodSync(join(root, "bin/make"), 0o755);
  execFileSync("git", ["init", "-q", root]);
  git("add", "-A");
  git("commit", "-q", "-m", "state");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const environment = (home = gpg.home): NodeJS.ProcessEnv => ({
  ...process.env,
  GNUPGHOME: home,
  MAKE: join(root, "bin/make"),
  STAGEX_ROOT: root,
});
function confirm(args: readonly string[], env: NodeJS.ProcessEnv = {}): { code: number | null; text: string } {
  const run = spawnSync("scripts/confirm", args, { cwd: root, env: { ...environment(), ...env } });
  return { code: run.status, text: run.stdout.toString() + run.stderr.toString() };
}
const signed = (image: string): string[] => {
  const directory = join(root, signatureDirectory("docker.io/stagex", image, digests[image] ?? ""));
  return existsSync(directory) ? readdirSync(directory) : [];
};

test("what came out as committed is signed", () => {
  expect(confirm(["--key", hosted, ...images])).toMatchObject({ code: 0 });
  expect(images.map(signed)).toEqual([[`${hosted}.sig`], [`${hosted}.sig`]]);
});
test("what came out otherwise is named and not signed, the rest is, and no digest is written", () => {
  put(root, "digests/linux-amd64/core.txt", `${"0".repeat(64)} core-a\n${digests["core-b"]} core-b\n`);
  git("commit", "-qam", "other digest");
  expect(confirm(["--key", hosted, ...images])).toMatchObject({
    code: 1,
    text: expect.stringContaining("core-a: built") as string,
  });
  expect(images.map(signed)).toEqual([[], [`${hosted}.sig`]]);
  expect(git("status", "--porcelain", "--", "digests")).toBe("");
});
test("an image without a committed digest is not signed", () => {
  put(root, "digests/linux-amd64/core.txt", `${digests["core-b"]} core-b\n`);
  git("commit", "-qam", "one digest");
  expect(confirm(["--key", hosted, "core-a"])).toMatchObject({
    code: 1,
    text: expect.stringContaining("committed is nothing") as string,
  });
});
test("a build that fails signs nothing", () => {
  expect(confirm(["--key", hosted, "core-a"], { STAGEX_BUILD_STATUS: "1" })).toMatchObject({ code: 1 });
  expect(signed("core-a")).toEqual([]);
});
test("a changed checkout signs nothing", () => {
  put(root, "digests/linux-amd64/core.txt", `${digests["core-a"]} core-a\n`);
  expect(confirm(["--key", hosted, "core-a"])).toMatchObject({
    code: 1,
    text: expect.stringContaining("changes") as string,
  });
});
test.each([[[]], [["--key"]], [["--key", "x"]], [["--nope"]], [["--key", "x", "zlib"]], [["--key", "x", "core-../x"]]])(
  "%j is wrong use",
  (args) => {
    expect(confirm(args).code).toBe(2);
  },
);

/** The shell commands of an example workflow, in order: `run: command` or items of `script:`. */
function steps(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^ +(?:run: |- (?!uses:|name:|if:))(.+)$/gm)].map((found) => found[1] ?? "");
}
test.each(["github", "gitlab"])(
  "the steps of the example for %s, one by one, end in a patch with the signatures",
  (name) => {
    const home = mkdtempSync("/tmp/tg-");
    chmodSync(home, 0o700);
    const secret = gpg.run(["--armor", "--export-secret-keys", hosted]).toString();
    const found = steps(`examples/ci/${name}.yml`);
    expect(found).toHaveLength(3);
    for (const step of found) {
      const run = spawnSync("sh", ["-ec", step], {
        cwd: root,
        env: { ...environment(home), SIGNING_KEY: secret, IMAGES: images.join(" ") },
      });
      expect([step, run.status, run.stderr.toString()]).toEqual([step, 0, expect.anything()]);
    }
    expect(readFileSync(join(root, "signatures.patch"), "latin1").match(/^diff --git a\/signatures/gm)).toHaveLength(2);
    execFileSync("gpgconf", ["--homedir", home, "--kill", "all"]);
    rmSync(home, { recursive: true });
  },
);
