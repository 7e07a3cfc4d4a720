import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  policyPayload,
  policySignatureDirectory,
  policyVersionPath,
  readTrustedPolicy,
} from "../../dsl/trust/anchor.js";
import { parseJson } from "../../dsl/trust/json.js";
import { countPeople, parsePolicy, type Policy } from "../../dsl/trust/policy.js";
import { makeGpg, put } from "./gpg.js";
import { always, makePolicy, makeTree, pinned, sha, type Tree } from "./tree.js";

const [a, b, c] = ["A", "B", "C"].map((letter) => letter.repeat(40)) as [string, string, string];
const good = makePolicy([[a, b], [c]], 2);
const read = (value: unknown): Policy =>
  parsePolicy(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), "keys/policy.json").policy;
const threshold = (need: number) => ({ ...good.thresholds, core: { role: "rebuilder", need } });
const person = (name: string, fingerprint: string) => ({
  name,
  keys: [{ fingerprint, ...always }],
});

describe("rules of a policy", () => {
  test("a right policy is read", () => {
    expect(read(good)).toEqual(good);
  });
  const cases: [string, unknown, RegExp][] = [
    ["k of 0", { ...good, thresholds: threshold(0) }, /thresholds\.core\.need/],
    ["a negative k", { ...good, thresholds: threshold(-1) }, /thresholds\.core\.need/],
    ["a fractional k", { ...good, thresholds: threshold(1.5) }, /an integer is needed at line 1/],
    ["k above n", { ...good, thresholds: threshold(3) }, /3 of 2 can never be met/],
    ["nobody", { ...good, people: [] }, /people/],
    ["an empty role", { ...good, roles: { rebuilder: [] } }, /roles\.rebuilder/],
    [
      "a person twice",
      { ...good, people: [...good.people, person("signer 1", "D".repeat(40))] },
      /'signer 1' is there twice/,
    ],
    ["a person twice in a role", { ...good, roles: { rebuilder: ["signer 1", "signer 1"] } }, /there twice/],
    ["a key of two people", { ...good, people: [...good.people, person("signer 3", a)] }, /key A+ is there twice/],
    ["a person without keys", { ...good, people: [{ name: "signer 1", keys: [] }] }, /people\.0\.keys/],
    [
      "a role of somebody unknown",
      { ...good, roles: { rebuilder: ["signer 1", "signer 2", "signer 9"] } },
      /'signer 9' is not among people/,
    ],
    [
      "a threshold of an unknown role",
      { ...good, thresholds: { ...good.thresholds, user: { role: "tester", need: 1 } } },
      /no role 'tester'/,
    ],
    ["a missing threshold", { ...good, thresholds: { core: good.thresholds.core } }, /thresholds\.bootstrap/],
    ["an unknown member", { ...good, threshold: 1 }, /threshold/],
    ["a key id for a fingerprint", { ...good, people: [person("signer 1", "A".repeat(16))] }, /40 upper-case/],
    ["a lower-case fingerprint", { ...good, people: [person("signer 1", "a".repeat(40))] }, /40 upper-case/],
    [
      "a window that is never",
      {
        ...good,
        people: [{ name: "signer 1", keys: [{ ...always, fingerprint: a, from: "2030-01-01", until: "2020-01-01" }] }],
      },
      /never/,
    ],
    ["a day that does not exist", { ...good, expires: "2026-02-30" }, /expires/],
    ["version 2 without predecessor", { ...good, version: 2 }, /previous/],
    ["version 1 with a predecessor", { ...good, previous: "0".repeat(64) }, /previous/],
    ["a repository without host", { ...good, repository: "stagex" }, /repository/],
    ["a name that hides its direction", { ...good, people: [person("signer\u202e1", a)] }, /people\.0\.name/],
    ["another schema", { ...good, schema: 2 }, /schema/],
    ["a member twice", JSON.stringify(good).replace(`"version":1`, `"version":1,"version":1`), /there twice/],
    ["a byte-order mark", `\ufeff${JSON.stringify(good)}`, /not a JSON value/],
    ["__proto__", JSON.stringify(good).replace(`"schema":1`, `"schema":1,"__proto__":{}`), /__proto__|Unrecognized/],
    ["not JSON", "policy", /not a JSON value/],
    ["nesting of 100000", "[".repeat(100_000), /nesting deeper than 32/],
    ["text after the end", `${JSON.stringify(good)}x`, /text after the end/],
  ];
  test.each(cases)("%s is refused", (_title, value, reason) => {
    expect(() => read(value)).toThrow(reason);
  });
  test("a repeated member is found through its escapes, with its place", () => {
    expect(() => parseJson('{"a":1,\n "\\u0061":2}')).toThrow('member "a" is there twice at line 2, column 2');
  });
});

describe("the example in docs/signing.md", () => {
  const text = /```json\n([^]*?)```/.exec(readFileSync("docs/signing.md", "utf8"))?.[1] ?? "";
  let keys = 0;
  const filled = text
    .replaceAll(
      /"fingerprint": "<[^"]*>"/g,
      () => `"fingerprint": "${(keys += 1).toString(16).padStart(40, "0").toUpperCase()}"`,
    )
    .replaceAll(/"sha256": "<[^"]*>"/g, `"sha256": "${"0".repeat(64)}"`);
  test("is a right policy", () => {
    expect(read(filled).people).toHaveLength(5);
  });
  test("survives the loss of any one person in every role, and that of hosted builders", () => {
    const policy = read(filled);
    for (const { name } of policy.people) {
      for (const { role, need } of Object.values(policy.thresholds)) {
        const left = (policy.roles[role] ?? []).filter((person) => person !== name);
        expect([name, role, countPeople(policy, left) >= need]).toEqual([name, role, true]);
        expect([role, need > 1]).toEqual([role, true]);
      }
      // One who writes and another who approves.
      expect((policy.roles["author"] ?? []).filter((person) => person !== name).length).toBeGreaterThanOrEqual(2);
    }
  });
});

describe("a change of the policy", () => {
  const gpg = makeGpg();
  afterAll(() => gpg.stop());
  const keys = [1, 2, 3, 4, 5].map((number) => gpg.makeKey(`signer ${number}`));
  const [one = "", two = "", three = "", four = "", five = ""] = keys;
  // Every step is judged by the key files that its own policy pins.
  const home = mkdtempSync("/tmp/tp-");
  for (const key of keys) put(home, `keys/${key}.asc`, gpg.exportKey(key));
  afterAll(() => rmSync(home, { recursive: true }));
  const first = pinned(home, makePolicy([[one], [two], [three]], 2));
  const firstText = `${JSON.stringify(first, null, 2)}\n`;
  // Signer 3 leaves, 4 and 5 come: numbers are names, so the list is written out.
  const second: Policy = pinned(home, {
    ...makePolicy([[one], [two], [four], [five]], 3, { version: 2, previous: sha(firstText) }),
    people: [
      [1, one],
      [2, two],
      [4, four],
      [5, five],
    ].map(([number, fingerprint]) => ({
      name: `signer ${number}`,
      keys: [{ fingerprint: String(fingerprint), ...always }],
    })),
    roles: { rebuilder: ["signer 1", "signer 2", "signer 4", "signer 5"] },
  });
  const secondText = `${JSON.stringify(second, null, 2)}\n`;
  const trust = (tree: Tree, trustedPolicy: string, now = new Date()) =>
    readTrustedPolicy(tree.root, { trustedPolicy }, now);
  let tree: Tree;
  beforeAll(() => {
    tree = makeTree(gpg, second, []);
    tree.put(`keys/${three}.asc`, gpg.exportKey(three));
    tree.put(policyVersionPath(1), firstText);
    tree.put(policyVersionPath(2), secondText);
  });
  afterAll(() => tree.remove());
  const sign = (...signers: string[]): void => {
    const payload = policyPayload(parsePolicy(Buffer.from(secondText), "x"));
    for (let number = 1; number <= 5; number += 1)
      tree.put(
        `${policySignatureDirectory(2)}/signature-${number}`,
        signers[number - 1] === undefined ? "none" : gpg.sign(signers[number - 1] ?? "", payload),
      );
  };

  test("signed by the old threshold and the new one is followed", async () => {
    sign(one, two, four);
    expect((await trust(tree, sha(firstText))).policy.version).toBe(2);
  });
  test("signed by the new threshold only is refused", async () => {
    sign(one, four, five);
    await expect(trust(tree, sha(firstText))).rejects.toThrow(/needs 2 signatures by the people of version 1, found 1/);
  });
  test("signed by the old threshold only is refused", async () => {
    sign(one, two, three);
    await expect(trust(tree, sha(firstText))).rejects.toThrow(/needs 3 signatures by the people of version 2, found 2/);
  });
  test("unsigned is refused, and trusted when it is itself the anchor", async () => {
    sign();
    await expect(trust(tree, sha(firstText))).rejects.toThrow(/found 0/);
    expect((await trust(tree, sha(secondText))).policy.version).toBe(2);
  });
  test("an anchor that is no earlier version is refused", async () => {
    await expect(trust(tree, "1".repeat(64))).rejects.toThrow(/no version up to 2 has the trusted SHA-256/);
  });
  test("an older policy put back in place is refused by who knows the newer one", async () => {
    const old = makeTree(gpg, first, []);
    old.put(policyVersionPath(1), firstText);
    await expect(trust(old, sha(secondText))).rejects.toThrow(/no version up to 1/);
    old.remove();
  });
  test("a version whose predecessor is another file is refused", async () => {
    sign(one, two, four);
    tree.put(policyVersionPath(2), secondText.replace(sha(firstText), "0".repeat(64)));
    await expect(trust(tree, sha(firstText))).rejects.toThrow(/follows 0{64}, but version 1 is/);
    tree.put(policyVersionPath(2), secondText);
  });
});
