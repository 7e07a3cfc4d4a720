import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Policy } from "../../dsl/trust/policy.js";
import { writePayload } from "../../dsl/trust/payload.js";
import { signatureDirectory } from "../../dsl/trust/signatures.js";
import { repository as name } from "./tree.js";
import { runBoth } from "./both.js";
import { now, put } from "./gpg.js";
import { Checkout, runbook } from "./runbook.js";

const [ann, ben, cyd, dan] = ["Ann", "Ben", "Cyd", "Dan"] as const;
const people = [ann, ben, cyd, dan];
const images = ["core-a", "core-b"];
const day = (days: number): string => new Date((now() + days * 86_400) * 1000).toISOString().slice(0, 10);
const window = { from: day(-400), until: day(400), sha256: "" };

/** What somebody types: the SHA-256 of key files, the number and the predecessor are left to `prepare`. */
function typed(checkout: Checkout): Record<string, unknown> {
  const role = (need: number): object => ({ role: "rebuilder", need });
  const stages = Object.fromEntries(["bootstrap", "core", "user", "pallet", "release"].map((each) => [each, role(2)]));
  return {
    schema: 1,
    version: 1,
    previous: null,
    expires: day(365),
    repository: name,
    minimumRelease: 1,
    people: people.map((person) => ({
      name: person,
      keys: [{ fingerprint: checkout.keys.get(person), ...window }],
    })),
    roles: { rebuilder: people },
    thresholds: { ...stages, policy: role(2) },
  };
}

/** The checkout after First keys: four people, a policy that three of them signed, and images that Ann and Ben signed. */
const template = Checkout.create();
let anchor = "";
let made = "";
const ran = new Set<string>();
let tree: Checkout;
beforeAll(() => {
  for (const person of people) template.makeKey(person);
  made = new Date().toISOString();
  anchor = template.agree([ann, ben, cyd], typed(template));
  for (const person of [ann, ben]) template.pass("Key lost", 1, person);
}, 300_000);
beforeEach(() => {
  tree = template.copy();
});
afterEach(() => {
  for (const fence of tree.ran) ran.add(fence);
  tree.remove();
});
afterAll(() => template.remove());

/** Both verifiers from an anchor: whether each image met its threshold, and the reasons. */
async function verdicts(
  trusted = tree.policySha256,
): Promise<{ codes: number[]; met: readonly string[]; text: string }> {
  const outcome = await runBoth(tree, trusted);
  const reasons = outcome.files.map((file) => `${file.path}: ${file.verdict}: ${file.reason}`);
  return {
    codes: [outcome.code, outcome.shellCode],
    met: outcome.met,
    text: [outcome.text, outcome.shellText, ...reasons].join("\n"),
  };
}
const good = { codes: [0, 0], met: images };
const unmet = { codes: [1, 1], met: [] };

/** The policy with changes to people, as somebody types it into an editor. */
function edited(change: (people: Policy["people"]) => Policy["people"], more: Partial<Policy> = {}): object {
  const { policy } = tree;
  const changed = change(policy.people);
  return { ...policy, people: changed, roles: { rebuilder: changed.map((person) => person.name) }, ...more };
}
const keyOf = (person: string): string => tree.keys.get(person) ?? "";
const withKey =
  (person: string) =>
  (all: Policy["people"]): Policy["people"] =>
    all.map((each) => (each.name === person ? { ...each, keys: [{ fingerprint: keyOf(person), ...window }] } : each));
/** Publishes the revocation that was made with a person's key. @returns the fingerprint. */
function revoke(person: string, by: string): string {
  const old = keyOf(person);
  const revocation = join(tree.gpg.home, `openpgp-revocs.d/${old}.rev`);
  tree.pass("Key lost", 0, by, { OLD: old, REVOCATION: revocation });
  return old;
}

describe("Runbook", { timeout: 300_000 }, () => {
  test("First keys: four people have keys, a policy that they signed, and images that two of them signed", async () => {
    expect(anchor).toBe(tree.policySha256);
    expect(tree.policy).toMatchObject({ version: 1, previous: null });
    expect(await verdicts()).toMatchObject(good);
    expect((await verdicts("0".repeat(64))).codes).toEqual([3, 3]);
  });

  test("New maintainer: counts from the version on that the others signed, and the old anchor leads there", async () => {
    tree.makeKey("Eve");
    expect(tree.pass("New maintainer", 0, ann)).toContain("Ann <p@example.invalid>");
    tree.propose(
      ann,
      edited((all) => [...all, { name: "Eve", keys: [{ fingerprint: keyOf("Eve"), ...window }] }]),
    );
    expect((await verdicts(anchor)).codes).toEqual([3, 3]);
    const next = tree.agree([ann, ben, cyd]);
    expect(tree.policy).toMatchObject({ version: 2, previous: anchor });
    expect(await verdicts()).toMatchObject(good);
    // The verifier in shell wants the newest policy itself as its anchor.
    expect((await verdicts(anchor)).codes).toEqual([0, 3]);
    expect(next).toBe(tree.policySha256);
    tree.pass("Key lost", 1, "Eve");
    revoke(ben, ann);
    expect(await verdicts()).toMatchObject(good);
  });

  test("Key expiring: the end moves, and what the key signs counts before and after", async () => {
    const old = readFileSync(join(tree.root, `keys/${keyOf(ann)}.asc`), "utf8");
    tree.pass("Key expiring", 0, ann);
    expect(readFileSync(join(tree.root, `keys/${keyOf(ann)}.asc`), "utf8")).not.toBe(old);
    expect(await verdicts()).toMatchObject(good);
    tree.agree([ben, cyd], edited(withKey(ann)));
    expect(await verdicts()).toMatchObject(good);
    const ends = /^pub:[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:(\d+):/m.exec(
      tree.gpg.run(["--with-colons", "--list-keys", keyOf(ann)]).toString(),
    );
    expect(Math.abs(Number(ends?.[1]) - now() - 365 * 86_400)).toBeLessThan(2 * 86_400);
  });

  test("Key lost: the revocation counts at once, and a new key of the same person takes the old one's place", async () => {
    const old = revoke(ann, ben);
    expect(await verdicts()).toMatchObject({ ...unmet, text: expect.stringContaining("revoked") as string });
    tree.makeKey(ann);
    expect(keyOf(ann)).not.toBe(old);
    tree.agree([ben, cyd, dan], edited(withKey(ann)));
    expect(tree.run("Person leaving", 0, ben)).toMatchObject({
      code: 1,
      text: expect.stringContaining("not met linux-amd64/core-a: 1 of 2") as string,
    });
    tree.pass("Key lost", 1, ann);
    expect(await verdicts()).toMatchObject(good);
    expect((await verdicts(anchor)).codes).toEqual([0, 3]);
  });

  test("Key stolen: nothing of the thief's counts, whenever dated, nor a release that was made meanwhile", async () => {
    const stolen = keyOf(cyd);
    tree.pass("A release every quarter", 0, ann, { DAY: day(120) });
    for (const person of [ann, cyd]) tree.pass("A release every quarter", 1, person);
    tree.pass("A release every quarter", 2, ann, { ANCHOR: anchor });
    thief(stolen);
    expect(await verdicts()).toMatchObject(good);
    revoke(cyd, ann);
    expect(await verdicts()).toMatchObject({ ...unmet, text: expect.stringContaining("revoked") as string });
    tree.makeKey(cyd);
    const next = tree.agree([ann, ben, dan], edited(withKey(cyd), { minimumRelease: 2 }));
    expect(tree.run("A release every quarter", 2, ann, { ANCHOR: next })).toMatchObject({
      code: 1,
      text: expect.stringContaining("release 1 is older than 2") as string,
    });
    expect(await verdicts()).toMatchObject(unmet);
    rmSync(join(tree.root, "signatures"), { recursive: true });
    for (const person of [ann, cyd]) tree.pass("Key lost", 1, person);
    expect(await verdicts()).toMatchObject(good);
    tree.pass("A release every quarter", 0, ann, { DAY: day(120) });
    for (const person of [ben, cyd]) tree.pass("A release every quarter", 1, person);
    expect(tree.pass("A release every quarter", 2, ann, { ANCHOR: anchor })).toContain("release 2: good, 2 of 2");
  });

  test("Person leaving: what would miss its threshold is named, and others sign it first", async () => {
    tree.propose(
      ben,
      edited((all) => all.filter((person) => person.name !== ann)),
    );
    expect(tree.run("Person leaving", 0, ben)).toMatchObject({
      code: 1,
      text: expect.stringContaining("can sign: Cyd, Dan") as string,
    });
    expect(await verdicts()).toMatchObject(unmet);
    tree.pass("Person leaving", 1, cyd);
    expect(tree.pass("Person leaving", 0, ben)).not.toContain("not met");
    tree.agree([ann, ben, cyd]);
    expect(await verdicts()).toMatchObject(good);
    expect((await verdicts(anchor)).codes).toEqual([0, 3]);
  });

  test("Policy signer revoked: the version that lacks a signature is named, and another person signs it", async () => {
    tree.agree(
      [ann, ben],
      edited((all) => all, { expires: day(300) }),
    );
    tree.agree(
      [ben, cyd, dan],
      edited((all) => all, { expires: day(310) }),
    );
    expect((await verdicts(anchor)).codes).toEqual([0, 3]);
    revoke(ann, ben);
    tree.makeKey(ann);
    tree.agree([ben, cyd, dan], edited(withKey(ann)));
    tree.pass("Key lost", 1, ann);
    expect(tree.run("Policy signer revoked", 0, cyd, { ANCHOR: anchor })).toMatchObject({
      code: 3,
      text: expect.stringContaining(
        "policy version 2 needs 2 signatures by the people of version 1, found 1",
      ) as string,
    });
    tree.pass("Policy signer revoked", 1, cyd, { VERSION: "2" });
    expect(tree.pass("Policy signer revoked", 0, cyd, { ANCHOR: anchor })).toContain("policy version 4");
    expect(await verdicts()).toMatchObject(good);
  });

  test("A release every quarter: is good when the threshold signed it, and has the digests as they are", async () => {
    tree.pass("A release every quarter", 0, ann, { DAY: day(120) });
    tree.pass("A release every quarter", 1, ben);
    expect(tree.run("A release every quarter", 2, ann, { ANCHOR: anchor })).toMatchObject({
      code: 1,
      text: expect.stringContaining("1 of 2 signatures needed") as string,
    });
    tree.pass("A release every quarter", 1, cyd);
    expect(tree.pass("A release every quarter", 2, ann, { ANCHOR: anchor })).toContain(
      "release 1: good, 2 of 2 signed",
    );
    // Both verifiers compare the log with what the release says of it.
    expect(await verdicts()).toMatchObject(good);
    writeFileSync(join(tree.root, "releases/log.txt"), "");
    expect((await verdicts()).codes[1]).toBe(1);
    expect(tree.run("A release every quarter", 2, ann, { ANCHOR: anchor }).code).toBe(1);
  });

  test("From one anchor to the next: the new one is kept when the chain leads there, and not otherwise", async () => {
    tree.agree(
      [ann, ben],
      edited((all) => all, { expires: day(300) }),
    );
    const printed = tree.pass("From one anchor to the next", 0, "consumer", { ANCHOR: anchor });
    expect(printed).toMatch(new RegExp(`^${tree.policySha256}$`, "m"));
    expect(readFileSync(join(tree.root, "stagex-trust/policy.json"), "utf8")).toContain(`"${name}"`);
    tree.propose(
      ben,
      edited((all) => all.slice(1)),
    );
    const forked = tree.run("From one anchor to the next", 0, "consumer", { ANCHOR: anchor });
    expect(forked.code).not.toBe(0);
    expect(forked.text).not.toMatch(new RegExp(`^${tree.policySha256}$`, "m"));
  });
});

test("Every command of the runbook was run", () => {
  const all = [...runbook].flatMap(([heading, fences]) => fences.map((_fence, index) => `${heading} ${index}`));
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter((fence) => !ran.has(fence) && !template.ran.has(fence))).toEqual([]);
});

/** Signatures on both images by a stolen key, dated back to when nobody knew, from a keyring that knows of no revocation. */
function thief(stolen: string): void {
  const dated = Math.floor(Date.parse(made) / 1000);
  for (const image of images) {
    const digest = new RegExp(`([0-9a-f]{64}) ${image}\n`).exec(
      readFileSync(join(tree.root, "digests/linux-amd64/core.txt"), "utf8"),
    )?.[1];
    const claim = { name: `${name}/${image}`, tag: "1", platform: "linux/amd64", digest: digest ?? "" };
    const directory = signatureDirectory(name, image, claim.digest);
    rmSync(join(tree.root, directory, `${keyOf(ben)}.sig`));
    put(tree.root, `${directory}/${stolen}.sig`, template.gpg.sign(stolen, writePayload(claim, now()), dated));
  }
}
