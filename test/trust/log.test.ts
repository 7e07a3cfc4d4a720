import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { headOf, type LogHead, logPath, readLog } from "../../dsl/trust/log.js";
import { isConsistent, isIncluded, leafHash } from "../../dsl/trust/merkle.js";
import {
  createRelease,
  readRelease,
  releasePath,
  releasePayload,
  releaseSignatureDirectory,
  verifyRelease,
} from "../../dsl/trust/release.js";
import { readTrust } from "../../dsl/trust/verify.js";
import { defs } from "../support/compiler.js";
import { runShell } from "./both.js";
import { makeGpg } from "./gpg.js";
import { makePolicy, makeTree, repository, type Tree } from "./tree.js";

const gpg = makeGpg();
afterAll(() => gpg.stop());
const key = gpg.makeKey("signer 1");
let tree: Tree;
let state = "";
beforeEach(async () => {
  tree = makeTree(gpg, makePolicy([[key]], 1), ["core-a", "core-b", "core-c"]);
  state = mkdtempSync("/tmp/tl-");
  await release();
});
afterEach(() => {
  tree.remove();
  rmSync(state, { recursive: true, force: true });
});

async function release(): Promise<void> {
  const { path } = await createRelease(tree.root, repository, "2089-01-01");
  const number = Number(/\d+/.exec(path)![0]);
  tree.put(
    `${releaseSignatureDirectory(number)}/signature-1`,
    gpg.sign(key, releasePayload(await readRelease(tree.root, number))),
  );
}

const digests = "digests/linux-amd64/core.txt";
const text = (path: string): string => readFileSync(join(tree.root, path), "utf8");
const change = (image: string, digit: string): void =>
  tree.put(digests, text(digests).replace(new RegExp(`^[0-9a-f]{64} ${image}$`, "m"), `${digit.repeat(64)} ${image}`));
const verify = async (heads: readonly LogHead[] = []) =>
  verifyRelease(await readTrust(tree.root, { trustedPolicy: tree.policySha256 }, new Date()), {
    stateDirectory: state,
    heads,
  });

/** What both verifiers say: in TypeScript, and in shell with the same heads. */
async function both(
  heads: readonly LogHead[] = [],
): Promise<{ met: boolean; messages: string; code: number; said: string }> {
  const { met, problems } = await verify(heads);
  const args = heads.flatMap(({ size, root }) => ["--head", `${size}:${root}`]);
  const { status, stdout, stderr } = spawnSync("scripts/verify-log", args, {
    env: { ...process.env, STAGEX_ROOT: tree.root },
  });
  return {
    met,
    messages: problems.map(({ code, message }) => `${code} ${message}\n`).join(""),
    code: status!,
    said: `${stdout}${stderr}`,
  };
}

describe("the log of releases", () => {
  test("has a leaf for each digest that is new, and for the release before", async () => {
    change("core-b", "1");
    await release();
    const leaf = (image: string, digest: string): string => `digest linux-amd64 ${image} 1.2 ${digest}`;
    expect(await readLog(tree.root)).toEqual([
      ...tree.images.map((image) => leaf(image, tree.digest(image))),
      `release 1 ${(await readRelease(tree.root, 1)).sha256}`,
      leaf("core-b", "1".repeat(64)),
    ]);
    const { release: second } = await readRelease(tree.root, 2);
    expect(second.log).toEqual(headOf(await readLog(tree.root)));
    expect(await both([(await readRelease(tree.root, 1)).release.log])).toEqual({
      met: true,
      messages: "",
      code: 0,
      said: `release 2: log 5:${second.log.root}\n`,
    });
  });

  test("that was rewritten is refused", async () => {
    tree.put(logPath, text(logPath).replace(tree.digest("core-a"), "2".repeat(64)));
    const { met, messages, code, said } = await both();
    expect([met, code]).toEqual([false, 1]);
    expect(messages).toMatch(
      /^E603 is a fork: its first 3 leaves have the root [0-9a-f]{64}, but the release has seen/m,
    );
    expect(said).toMatch(/^releases\/log\.txt:1:1 - error E603: is a fork: its first 3 leaves/m);
    expect(runShell(tree).text).toContain("error E603: is a fork");
    await expect(createRelease(tree.root, repository, "2089-01-01")).rejects.toThrow(/is a fork/);
  });

  test("that lost its end is refused", async () => {
    tree.put(logPath, text(logPath).replace(/^((?:.*\n){2})[^]*$/, "$1"));
    const { met, messages, code, said } = await both();
    expect([met, code]).toEqual([false, 1]);
    expect(messages).toContain("E603 has 2 leaves, but the release has seen 3");
    expect(said).toContain("error E603: has 2 leaves, but the release has seen 3");
  });

  test("that forked is found by whoever kept an old head, however the releases are signed", async () => {
    const kept = (await readRelease(tree.root, 1)).release.log;
    expect(await both([kept])).toMatchObject({ met: true, code: 0 });
    // The same people sign another first release for somebody else.
    rmSync(join(tree.root, "releases"), { recursive: true });
    change("core-a", "3");
    await release();
    rmSync(state, { recursive: true });
    const { met, messages, code, said } = await both([kept]);
    expect([met, code]).toEqual([false, 1]);
    expect(messages).toMatch(/^E603 is a fork: .* whoever kept --head has seen/);
    expect(said).toMatch(/is a fork: .* whoever kept --head has seen/);
  });

  test("that forked is found by a verifier that was here before", async () => {
    await verify();
    rmSync(join(tree.root, "releases"), { recursive: true });
    change("core-a", "3");
    await release();
    expect((await both()).messages).toMatch(/E603 is a fork: .* an earlier verification here has seen/);
  });

  test("that lacks a digest of the release is refused, though its head is right", async () => {
    const other = { ...(await readRelease(tree.root, 1)).release };
    const images = other.images.map((item) => (item.image === "core-c" ? { ...item, digest: "4".repeat(64) } : item));
    tree.put(releasePath(1), `${JSON.stringify({ ...other, images })}\n`);
    change("core-c", "4");
    const { met, messages, code, said } = await both();
    expect([met, code]).toEqual([false, 1]);
    for (const each of [messages, said])
      expect(each).toContain(`lacks 'digest linux-amd64 core-c 1.2 ${"4".repeat(64)}'`);
  });

  test.each(["digest linux-amd64 core-a 1.2 short", `release 0 ${"a".repeat(64)}`, ""])(
    "with a line '%s' is refused",
    async (line) => {
      tree.put(logPath, `${text(logPath)}${line}\n`);
      await expect(verify()).rejects.toThrow(/releases\/log\.txt:4: *.*is no leaf|log\.txt:4/);
      const { status, stderr } = spawnSync("scripts/verify-log", [], {
        env: { ...process.env, STAGEX_ROOT: tree.root },
      });
      expect([status, stderr.toString()]).toEqual([
        1,
        expect.stringContaining("releases/log.txt:4:1 - error E603: is no leaf"),
      ]);
    },
  );

  test("that was extended by an interrupted `defs release create` is extended once", async () => {
    change("core-a", "5");
    await release();
    const before = text(logPath);
    rmSync(join(tree.root, releasePath(2)));
    await release();
    expect(text(logPath)).toBe(before);
    expect(await both()).toMatchObject({ met: true, code: 0 });
  });
});

describe("defs release log", () => {
  test("gives proofs of a few hashes that need no log to be checked", async () => {
    change("core-b", "1");
    await release();
    const run = async (...args: string[]): Promise<unknown> => {
      const { stdout, stderr, exitCode } = await defs(tree.root, ["release", "log", ...args]);
      expect([stderr, exitCode]).toEqual(["", 0]);
      return JSON.parse(stdout);
    };
    const bytes = (hex: string): Buffer => Buffer.from(hex, "hex");
    const proof = (await run("inclusion", "core-b")) as LogHead & { leaf: string; index: number; path: string[] };
    expect(proof).toMatchObject({ leaf: `digest linux-amd64 core-b 1.2 ${"1".repeat(64)}`, index: 4, size: 5 });
    expect(isIncluded(leafHash(proof.leaf), proof.index, proof.size, proof.path.map(bytes), bytes(proof.root))).toBe(
      true,
    );
    const growth = (await run("consistency", "3")) as { from: LogHead; to: LogHead; path: string[] };
    const [from, to] = [growth.from, growth.to].map(({ size, root }) => ({ size, root: bytes(root) })) as [Head, Head];
    expect(isConsistent(from, to, growth.path.map(bytes))).toBe(true);
    expect(growth.from).toEqual((await readRelease(tree.root, 1)).release.log);
  });

  test.each([
    [["inclusion", "core-z"], /the log has no digest of core-z/],
    [["inclusion", "core-a", "--size", "9"], /the log has 3 leaves, not 9/],
    [["consistency", "9"], /the log has 3 leaves; 9 and 3 do not lie in it/],
    [["consistency", "x"], /a number from 1 is needed/],
  ])("%j is wrong use", async (args, message) => {
    const { stdout, stderr, exitCode } = await defs(tree.root, ["release", "log", ...args]);
    expect([stdout, exitCode]).toEqual(["", 2]);
    expect(stderr).toMatch(message);
  });
});

interface Head {
  readonly size: number;
  readonly root: Buffer;
}
