import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import {
  createRelease,
  readRelease,
  type ReleaseOptions,
  releasePath,
  releasePayload,
  releaseSignatureDirectory,
  verifyRelease,
} from "../../dsl/trust/release.js";
import { readTrust } from "../../dsl/trust/verify.js";
import { makeGpg } from "./gpg.js";
import { makePolicy, makeTree, repository, type Tree } from "./tree.js";

const gpg = makeGpg();
afterAll(() => gpg.stop());
const keys = ["signer 1", "signer 2"].map((name) => gpg.makeKey(name));
let tree: Tree;
let state = "";
beforeEach(async () => {
  tree = makeTree(
    gpg,
    makePolicy(
      keys.map((key) => [key]),
      2,
    ),
    ["core-a", "core-b"],
  );
  state = mkdtempSync("/tmp/tr-");
  await release("2089-01-01");
});
afterEach(() => {
  tree.remove();
  rmSync(state, { recursive: true });
});

async function release(expires: string): Promise<number> {
  const { path } = await createRelease(tree.root, repository, expires);
  const number = Number(/\d+/.exec(path)?.[0]);
  await sign(number);
  return number;
}
async function sign(number: number): Promise<void> {
  const payload = releasePayload(await readRelease(tree.root, number));
  keys.forEach((key, index) =>
    tree.put(`${releaseSignatureDirectory(number)}/signature-${index + 1}`, gpg.sign(key, payload)),
  );
}
const verify = async (options: ReleaseOptions = {}) =>
  verifyRelease(await readTrust(tree.root, { trustedPolicy: tree.policySha256 }, new Date()), {
    stateDirectory: state,
    ...options,
  });
const changeDigest = (image: string): void => {
  const lines = readFileSync(join(tree.root, "digests/linux-amd64/core.txt"), "utf8");
  tree.put(
    "digests/linux-amd64/core.txt",
    lines.replace(new RegExp(`^[0-9a-f]{64} ${image}$`, "m"), `${"0".repeat(64)} ${image}`),
  );
};
const messages = (verdict: Awaited<ReturnType<typeof verify>>): string =>
  verdict.problems.map((problem) => problem.message).join("\n");

test("a release two of two signed is good, and says that rollback was not checked the first time only", async () => {
  expect(await verify()).toMatchObject({ met: true, release: 1, rollbackChecked: false });
  expect(await verify()).toMatchObject({ met: true, rollbackChecked: true });
  expect(await verify({ stateDirectory: undefined })).toMatchObject({ met: true, rollbackChecked: false });
  expect(await verify({ stateDirectory: undefined, minimum: 1 })).toMatchObject({ met: true, rollbackChecked: true });
});
test("one signature of two is not enough", async () => {
  tree.put(`${releaseSignatureDirectory(1)}/signature-2`, "x");
  expect(messages(await verify())).toContain("1 of 2 signatures needed");
});
test("signatures on another release's manifest do not count", async () => {
  tree.put(releasePath(1), readFileSync(join(tree.root, releasePath(1)), "utf8").replace("2089-01-01", "2089-01-02"));
  expect(messages(await verify())).toContain("0 of 2 signatures needed");
});
test("an older release with its full valid set is refused after a newer one was seen", async () => {
  await release("2089-01-01");
  expect(await verify()).toMatchObject({ met: true, release: 2 });
  rmSync(join(tree.root, releasePath(2)));
  expect(messages(await verify())).toContain("release 1 is older than 2, which was seen before");
  expect(messages(await verify({ stateDirectory: undefined, minimum: 2 }))).toContain(
    "older than 2, the lowest asked for",
  );
});
test("a refused release does not become the highest seen", async () => {
  await release("2089-01-01");
  tree.put(`${releaseSignatureDirectory(2)}/signature-2`, "x");
  expect(await verify()).toMatchObject({ met: false, release: 2 });
  expect(await verify({ number: 1 })).toMatchObject({ met: true, rollbackChecked: false });
});
test("a second release of the same number is refused", async () => {
  await verify();
  rmSync(join(tree.root, releasePath(1)));
  await release("2088-01-01");
  expect(messages(await verify())).toMatch(/release 1 was seen with SHA-256 \w+, now it has/);
});
test("a release that does not follow the one seen is refused", async () => {
  await verify();
  rmSync(join(tree.root, releasePath(1)));
  await release("2088-01-01");
  await release("2088-01-01");
  expect(messages(await verify())).toMatch(/follows \w+, but release 1 was seen as/);
});
test("a frozen release is refused once it expired", async () => {
  await release("2026-01-01");
  expect(messages(await verify())).toContain("expired on 2026-01-01");
});
test("an image of another release mixed in is refused by name", async () => {
  changeDigest("core-b");
  expect(messages(await verify())).toMatch(/linux-amd64\/core-b is committed as 0{64}, the release has/);
});
test("images missing from or added to the release are refused by name", async () => {
  const line = (image: string): string => `${tree.digest(image)} ${image}\n`;
  tree.put("digests/linux-amd64/core.txt", line("core-a"));
  expect(messages(await verify())).toContain("core-b is part of the release, but has no committed digest");
  tree.put("digests/linux-amd64/core.txt", line("core-a") + line("core-b"));
  await release("2089-01-01");
  tree.put(
    "generated/graph.json",
    JSON.stringify({
      schema: 1,
      images: ["core-a", "core-b", "core-c"].map((name) => ({
        name,
        stage: "core",
        platforms: ["linux/amd64"],
        version: "1.2",
        deps: [],
      })),
    }),
  );
  tree.put("digests/linux-amd64/core.txt", `${line("core-a")}${line("core-b")}${"1".repeat(64)} core-c\n`);
  expect(messages(await verify())).toContain("core-c is committed, but no part of the release");
});
test("a release below the policy's minimum is refused", async () => {
  const policy = makePolicy(
    keys.map((key) => [key]),
    2,
    { minimumRelease: 5 },
  );
  const other = makeTree(gpg, policy, ["core-a", "core-b"]);
  tree.remove();
  tree = other;
  await release("2089-01-01");
  expect(messages(await verify())).toContain("older than 5, the oldest the policy accepts");
});
test.each(["{}", "", "{"])("a state file damaged to '%s' is an error, not a fresh start", async (text) => {
  await verify();
  const { readdirSync, writeFileSync } = await import("node:fs");
  writeFileSync(join(state, readdirSync(state)[0] ?? ""), text);
  await expect(verify()).rejects.toThrow(/is damaged/);
});
test("a fork after the release seen is refused, however far it has grown", async () => {
  await release("2089-01-01");
  await release("2089-01-01");
  expect(await verify()).toMatchObject({ met: true, release: 3 });
  for (const number of [2, 3]) rmSync(join(tree.root, releasePath(number)));
  for (let count = 2; count <= 5; count += 1) await release("2088-01-01");
  expect(messages(await verify())).toMatch(/release 3 was seen as/);
});
test("a gap below a new release is refused", async () => {
  await release("2089-01-01");
  await release("2089-01-01");
  rmSync(join(tree.root, releasePath(1)));
  expect(messages(await verify())).toContain("predecessor 1 cannot be compared: no such file");
});
test("a tag other than the graph's is refused by name", async () => {
  const path = join(tree.root, "generated/graph.json");
  tree.put("generated/graph.json", readFileSync(path, "utf8").replace('"version":"1.2"', '"version":"1.3"'));
  expect(messages(await verify())).toContain("linux-amd64/core-a is tagged 1.3, the release has 1.2");
});
