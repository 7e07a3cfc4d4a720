import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { verifyHistory } from "../../dsl/trust/history.js";
import { makeGpg, put } from "./gpg.js";
import { makePolicy, pinned } from "./tree.js";

const gpg = makeGpg();
const [one, two, three, outsider] = ["signer 1", "signer 2", "signer 3", "outsider"].map((name) =>
  gpg.makeKey(name),
) as [string, string, string, string];
let root = "";
afterAll(() => {
  gpg.stop();
  rmSync(root, { recursive: true, force: true });
});

const git = (...args: string[]): string =>
  execFileSync("git", ["-C", root, "-c", "user.name=t", "-c", "user.email=t@example.invalid", ...args], {
    env: { ...process.env, GNUPGHOME: gpg.home },
    stdio: ["ignore", "pipe", "pipe"],
  })
    .toString()
    .trim();
const signing = (key: string | undefined): string => (key === undefined ? "--no-gpg-sign" : `--gpg-sign=${key}!`);
let changes = 0;
/** Commits a change to a file and returns the commit's id. */
function change(key: string | undefined, path = "defs/core/a.ts", content = `${(changes += 1)}`): string {
  put(root, path, content);
  git("add", "-A");
  git("commit", "-q", signing(key), "-m", `Change ${path}`);
  return git("rev-parse", "HEAD");
}
function approve(key: string | undefined, commit: string, tree = git("rev-parse", `${commit}^{tree}`)): void {
  git(
    "commit",
    "-q",
    "--allow-empty",
    signing(key),
    "-m",
    `Approve\n\nApproved-Commit: ${commit}\nApproved-Tree: ${tree}`,
  );
}
/** A policy in which some keys' people may author. */
function policyOf(...authors: string[]): string {
  const policy = makePolicy([[one], [two], [three]], 1);
  const names = policy.people
    .filter((person) => authors.includes(person.keys[0]?.fingerprint ?? ""))
    .map((person) => person.name);
  return JSON.stringify(pinned(root, { ...policy, roles: { ...policy.roles, author: names } }));
}

let start = "";
beforeEach(() => {
  if (root !== "") rmSync(root, { recursive: true, force: true });
  root = mkdtempSync("/tmp/th-");
  execFileSync("git", ["init", "-q", "-b", "main", root]);
  for (const key of [one, two, three]) put(root, `keys/${key}.asc`, gpg.exportKey(key));
  start = change(undefined, "keys/policy.json", policyOf(one, two));
});
const check = (range = `${start}..HEAD`) => verifyHistory(root, range, new Date(Date.now() + 1000));
async function refusal(commit: string): Promise<string> {
  const { problems } = await check();
  expect(problems.map((problem) => problem.path)).toEqual([commit]);
  return problems[0]?.message ?? "";
}

test("a commit one author signed and another approved complies", async () => {
  approve(two, change(one));
  expect(await check()).toEqual({ commits: 2, touching: 1, problems: [] });
});
test("a commit outside the protected paths needs nothing", async () => {
  change(undefined, "docs/x.md");
  expect(await check()).toEqual({ commits: 1, touching: 0, problems: [] });
});
test.each(["README.md", "LICENSE", "docs/a/b.md", "CODE_OF_CONDUCT.md"])(
  "an unsigned commit to %s complies",
  async (path) => {
    change(undefined, path);
    expect((await check()).problems).toEqual([]);
  },
);
test("a link and a program under such a name are covered", async () => {
  symlinkSync("../keys/policy.json", join(root, "x.md"));
  mkdirSync(join(root, "docs"));
  renameSync(join(root, "x.md"), join(root, "docs/x.md"));
  git("add", "-A");
  git("commit", "-q", "--no-gpg-sign", "-m", "Link");
  put(root, "docs/y.md", "#!/bin/sh");
  chmodSync(join(root, "docs/y.md"), 0o755);
  git("add", "-A");
  git("commit", "-q", "--no-gpg-sign", "-m", "Program");
  expect((await check()).problems.map((problem) => problem.message)).toEqual(["is not signed", "is not signed"]);
});
test.each([
  ...["defs/x", "generated/x", "digests/x", "keys/x", "bootstrap/x", "scripts/x", "dsl/x.ts", "bin/x.js", "Makefile"],
  ...["package.json", "package-lock.json", ".ci/run", "releases/1.json", "signatures/x", "accepted-binaries.json"],
  ...[
    ".gitattributes",
    "docs/generate.js",
    "docs/x.md/y",
    "test/x",
    "examples/x",
    "new",
    "Docs/x.md",
    "scripts/README.md",
    "keys/x.md",
  ],
])("an unsigned commit to %s does not comply", async (path) => {
  expect(await refusal(change(undefined, path))).toBe("is not signed");
});
test("nobody else's approval", async () => {
  expect(await refusal(change(one))).toContain("approved by nobody else");
});
test("one's own approval", async () => {
  const commit = change(one);
  approve(one, commit);
  expect(await refusal(commit)).toContain("cannot approve an own commit");
});
test("an unsigned approval", async () => {
  const commit = change(one);
  approve(undefined, commit);
  expect(await refusal(commit)).toContain("is not signed");
});
test("an approval of another tree", async () => {
  const commit = change(one);
  approve(two, commit, "0".repeat(40));
  expect(await refusal(commit)).toContain("do not name the tree");
});
test("an author the policy does not list", async () => {
  expect(await refusal(change(outsider))).toContain("not an author's");
});
test("a person of the policy who is no author", async () => {
  expect(await refusal(change(three))).toContain("signer 3 signed, but is no author");
});
test("a commit that makes its own signer an author is judged by its parent", async () => {
  expect(await refusal(change(three, "keys/policy.json", policyOf(one, two, three)))).toContain("is no author");
});
test("after a change of policy the new authors count, the old ones do not", async () => {
  const policy = change(one, "keys/policy.json", policyOf(one, three));
  approve(two, policy);
  approve(three, change(one));
  expect((await check()).problems).toEqual([]);
  expect(await refusal(change(two))).toContain("is no author");
});
test("a merge takes the authors both parents name", async () => {
  approve(two, change(one, "keys/policy.json", policyOf(one, three)));
  const base = git("rev-parse", "HEAD");
  git("checkout", "-q", "-b", "side", start);
  approve(two, change(one, "defs/side.ts"));
  git("checkout", "-q", "main");
  git("merge", "-q", "--no-ff", signing(one), "-m", "Merge", "side");
  const merge = git("rev-parse", "HEAD");
  approve(two, merge);
  expect(base).not.toBe(merge);
  expect(await refusal(merge)).toContain("signer 2 signed, but is no author");
});
test("a signature moved to another commit is not good", async () => {
  const commit = change(one);
  const object = execFileSync("git", ["-C", root, "cat-file", "commit", commit])
    .toString()
    .replace("Change defs", "Alter defs");
  const forged = execFileSync("git", ["-C", root, "hash-object", "-t", "commit", "-w", "--stdin"], { input: object })
    .toString()
    .trim();
  git("reset", "-q", "--hard", forged);
  expect(await refusal(forged)).toContain("not good");
});
test("a root commit has no parent whose policy could allow it", async () => {
  const { problems } = await check("HEAD");
  expect(problems[0]?.message).toContain("has no parent");
});
test("without a policy the answer is 'no policy' and 3", async () => {
  git("rm", "-q", "keys/policy.json");
  git("commit", "-q", "--no-gpg-sign", "-m", "No policy");
  await expect(check()).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining("no policy") as string });
});
test("what is no range is a usage error", async () => {
  await expect(check("--all")).rejects.toMatchObject({ exitCode: 2 });
  await expect(check("nonsense..HEAD")).rejects.toMatchObject({ exitCode: 2 });
});
