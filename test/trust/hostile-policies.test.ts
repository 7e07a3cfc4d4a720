import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Policy } from "../../dsl/trust/policy.js";
import { runBoth } from "./both.js";
import { makeGpg } from "./gpg.js";
import { copyTree, makePolicy, makeTree, sha } from "./tree.js";

/** Policies that make no sense, each trusted by its own hash: both verifiers must refuse them all the same. */
const gpg = makeGpg();
const keys = ["signer 1", "signer 2", "signer 3"].map((name) => gpg.makeKey(name));
const template = makeTree(
  gpg,
  makePolicy(
    keys.map((key) => [key]),
    2,
  ),
  ["core-a"],
);
afterAll(() => {
  gpg.stop();
  template.remove();
});
keys.forEach((key, index) =>
  template.put(template.path("core-a", index + 1), gpg.sign(key, template.payload("core-a"))),
);
const good = template.policy;
const text = readFileSync(join(template.root, "keys/policy.json"), "utf8");

async function both(policy: string | Buffer): Promise<[number, number, string]> {
  const tree = copyTree(template);
  tree.put("keys/policy.json", policy);
  const outcome = await runBoth(tree, sha(policy));
  tree.remove();
  return [outcome.code, outcome.shellCode, outcome.shellText];
}
const dayFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const need = (value: unknown): string =>
  JSON.stringify({ ...good, thresholds: { ...good.thresholds, core: { role: "rebuilder", need: value } } });
const change = (part: Record<string, unknown>): string => JSON.stringify({ ...good, ...part });
const key = (part: Record<string, unknown>): string =>
  change({
    people: good.people.map((person, index) =>
      index > 0 ? person : { ...person, keys: [{ ...person.keys[0], ...part }] },
    ),
  });
const named = (name: string): string =>
  change({
    people: good.people.map((person, index) => (index > 0 ? person : { ...person, name })),
    roles: { rebuilder: good.roles["rebuilder"]?.map((other, index) => (index > 0 ? other : name)) },
  });
const edit = (from: string | RegExp, to: string): string => {
  const edited = text.replace(from, () => to);
  if (edited === text) throw new Error(`${String(from)} changes nothing`);
  return edited;
};
const coreNeed = /("core": \{\s*"role": "rebuilder",\s*)"need": 2/;
const coreWith = (members: string): string => text.replace(coreNeed, (_all, start: string) => `${start}${members}`);
const without = (name: keyof Policy): string =>
  JSON.stringify(Object.fromEntries(Object.entries(good).filter(([member]) => member !== name)));

const bad: [string, string | Buffer][] = [
  ...[0, -1, -0, 1.5, "2", "", null, true, [2], { need: 2 }, 4, 1e6, 1e21].map((value): [string, string] => [
    `need ${JSON.stringify(value)}${Object.is(value, -0) ? " below" : ""}`,
    need(value),
  ]),
  ["need 2.0", coreWith('"need": 2.0')],
  ["need 2e0", coreWith('"need": 2e0')],
  ["need 02", coreWith('"need": 02')],
  ["need +2", coreWith('"need": +2')],
  ["need 0x2", coreWith('"need": 0x2')],
  ["need twice", coreWith('"need": 0, "need": 2')],
  ["need twice, the right one first", coreWith('"need": 2, "need": 0')],
  ["need twice, once behind an escape", coreWith('"need": 2, "n\\u0065ed": 0')],
  ["need missing", coreWith('"needs": 2')],
  ["need in other case", coreWith('"Need": 2')],
  ["need beside the policy", edit('"schema": 1', '"schema": 1, "thresholds.core.need": 1')],
  ["thresholds twice", edit('"thresholds"', '"thresholds": {}, "thresholds"')],
  ["people twice", edit('"people"', '"people": [], "people"')],
  ["roles twice", edit('"roles"', '"roles": {}, "roles"')],
  ["an unknown member", change({ threshold: 1 })],
  ["an unknown member of a key", key({ weight: 2 })],
  ["an unknown threshold", change({ thresholds: { ...good.thresholds, test: { role: "rebuilder", need: 1 } } })],
  ["an unknown member of a threshold", coreWith('"need": 2, "any": true')],
  ["__proto__", edit('"schema": 1', '"schema": 1, "__proto__": {}')],
  ...(
    [
      "schema",
      "version",
      "previous",
      "expires",
      "repository",
      "minimumRelease",
      "people",
      "roles",
      "thresholds",
    ] as const
  ).map((name): [string, string] => [`without ${name}`, without(name)]),
  ["without people in it", change({ people: [] })],
  ["without roles in it", change({ roles: {} })],
  ["an empty role", change({ roles: { ...good.roles, other: [] } })],
  ["a role of nobody's", change({ roles: { ...good.roles, other: ["signer 9"] } })],
  ["a role with somebody twice", change({ roles: { rebuilder: ["signer 1", "signer 1", "signer 2"] } })],
  ["a role that is no list", change({ roles: { rebuilder: "signer 1" } })],
  ["a role in a role", change({ roles: { rebuilder: [["signer 1"], "signer 2"] } })],
  ["a role with upper case", change({ roles: { ...good.roles, Other: ["signer 1"] } })],
  ["a name twice", named("signer 2")],
  ["a key of two people", JSON.stringify(good).replaceAll(keys[2] ?? "", keys[1] ?? "")],
  ["a person without keys", change({ people: [...good.people, { name: "signer 4", keys: [] }] })],
  [
    "a person without name",
    change({ people: [...good.people, { keys: [{ ...good.people[0]?.keys[0], fingerprint: "A".repeat(40) }] }] }),
  ],
  ["a person that is a string", change({ people: [...good.people, "signer 4"] })],
  ...[
    "",
    " signer",
    "signer ",
    "sig\u00adner",
    "sig\u202ener",
    "\u0455igner",
    "signer\u0301",
    "s".repeat(65),
    "a/b",
    "a\u00d7b",
    "a\u00f7b",
    "a\u0250b",
    "-a",
  ].map((name): [string, string] => [`the name ${JSON.stringify(name)}`, named(name)]),
  ...["A".repeat(39), "a".repeat(40), "A".repeat(41), `${"A".repeat(39)} `, `0x${"A".repeat(38)}`].map(
    (fingerprint): [string, string] => [`the fingerprint ${fingerprint}`, key({ fingerprint })],
  ),
  ...["A".repeat(64), "a".repeat(63), "a".repeat(65), `0x${"a".repeat(62)}`, "", "g".repeat(64)].map(
    (sha256): [string, string] => [`the pin '${sha256}'`, key({ sha256 })],
  ),
  ["a key without a pin", key({ sha256: undefined })],
  ["a key without from", key({ from: undefined })],
  ["a key that is valid never", key({ from: "2030-01-02", until: "2030-01-01" })],
  ...[
    "2030-02-29",
    "2030-00-10",
    "2030-13-01",
    "2030-01-00",
    "2030-01-1 2030-01-01",
    "2030-01-32",
    "2030-04-31",
    "2030-06-31",
    "2030-09-31",
    "2030-11-31",
    "2030-1-1",
    "30-01-01",
    "2030-01-01T00:00:00Z",
    "2100-02-29",
    "99999-01-01",
    "",
  ].map((until): [string, string] => [`the day '${until}'`, key({ until })]),
  ["a policy that expires on no day", change({ expires: "2090-02-30" })],
  ["version 0", change({ version: 0 })],
  ["version 9007199254740991", change({ version: Number.MAX_SAFE_INTEGER, previous: "0".repeat(64) })],
  ...[`x${"0".repeat(64)}`, `sha256:${"0".repeat(64)}`, "0".repeat(65), "0".repeat(63), "A".repeat(64), ""].map(
    (previous): [string, string] => [`version 2 after '${previous}'`, change({ version: 2, previous })],
  ),
  ["a policy that ended yesterday", change({ expires: dayFromNow(-1) })],
  ["a policy of 1 MiB and a byte", text + " ".repeat((1 << 20) + 1 - text.length)],
  ["version 1000000", change({ version: 1_000_000, previous: "0".repeat(64) })],
  ["minimumRelease 1000000", change({ minimumRelease: 1_000_000 })],
  ["version 2 without predecessor", change({ version: 2 })],
  ["version 1 with a predecessor", change({ previous: "0".repeat(64) })],
  ["another schema", change({ schema: 2 })],
  ["schema as a string", change({ schema: "1" })],
  ["a repository without host", change({ repository: "stagex" })],
  ["a repository that climbs", change({ repository: "docker.io/../stagex" })],
  ["a repository with a pattern", change({ repository: "docker.io/stagex*" })],
  ["a repository with a scheme", change({ repository: "https://docker.io/stagex" })],
  ["a repository that begins with a dash", change({ repository: "-docker.io/stagex" })],
  ["a host in upper case", change({ repository: "Docker.io/stagex" })],
  ["a repository with a slash at its end", change({ repository: "docker.io/stagex/" })],
  ["a repository in upper case", change({ repository: "docker.io/Stagex" })],
  ["minimumRelease 0", change({ minimumRelease: 0 })],
  ["another object behind the end", `${text}{}`],
  ["a word behind the end", `${text}x`],
  ["a brace behind the end", `${text}}`],
  ["cut off", text.slice(0, -3)],
  ["a comma too many", edit("\n}", ",\n}")],
  ["a comma missing", edit('"schema": 1,', '"schema": 1')],
  ["a comment", edit('"schema": 1', '/* x */ "schema": 1')],
  ["a byte-order mark", `\ufeff${text}`],
  ["a NUL behind the end", `${text}\0`],
  ["a NUL in a name", Buffer.from(text.replace("signer 1", "signer\0 1"))],
  ["a tab in a name", edit("signer 1", "signer\t1")],
  ["an escape in a name", edit('"name": "signer 1"', '"name": "signer\\u00201"')],
  ["UTF-8 that is none", Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xff, 0x0a, 0x7d])])],
  ["UTF-16", Buffer.from(text, "utf16le")],
  ["nothing", ""],
  ["a list", "[]"],
  ["a number", "1"],
  ["deep nesting of objects", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
  ["deep nesting", `${"[".repeat(40)}${"]".repeat(40)}`],
  ...[
    { expires: "2090-01-01" },
    { thresholds: { core: { need: 1 } } },
    { thresholds: { core: { role: "rebuilder" } } },
    { roles: { rebuilder: ["signer 1"] } },
    { people: good.people },
  ].map((copy): [string, string] => [
    `a copy of ${Object.keys(copy).join()} in an unknown member`,
    change({ x: copy }),
  ]),
  ...(["bootstrap", "core", "user", "pallet", "release", "policy"] as const).flatMap((subject): [string, string][] => [
    [`no threshold for ${subject}`, change({ thresholds: { ...good.thresholds, [subject]: undefined } })],
    [
      `4 of 3 for ${subject}`,
      change({ thresholds: { ...good.thresholds, [subject]: { role: "rebuilder", need: 4 } } }),
    ],
    [`nobody's role for ${subject}`, change({ thresholds: { ...good.thresholds, [subject]: { role: "x", need: 1 } } })],
  ]),
  [
    "CI alone for a threshold of 1",
    change({ roles: { ...good.roles, ci: good.roles["rebuilder"] } }).replaceAll('"need":2', '"need":1'),
  ],
  ["a role of 33 letters", change({ roles: { ...good.roles, ["r".repeat(33)]: ["signer 1"] } })],
  ["a role with an underscore", change({ roles: { ...good.roles, my_role: ["signer 1"] } })],
  ["CI alone for a threshold", change({ roles: { ...good.roles, ci: good.roles["rebuilder"] } })],
  [
    "CI counted twice for a threshold",
    change({
      roles: { ...good.roles, ci: ["signer 2", "signer 3"] },
      thresholds: JSON.parse(JSON.stringify(good.thresholds).replaceAll('"need":2', '"need":3')) as unknown,
    }),
  ],
];
test.each(bad)("%s is refused by both", async (_title, policy) => {
  const [ours, shell, said] = await both(policy);
  expect([ours, shell, said]).toEqual([3, 3, expect.stringMatching(/^scripts\/verify-signatures: .*\n$/)]);
});

test.each([
  ["from tomorrow", { from: dayFromNow(1) }],
  ["until yesterday", { until: dayFromNow(-1) }],
])("a signature of today does not count by a key that counts %s", async (_title, window) => {
  const one = JSON.parse(key(window)) as Policy;
  // Everybody is needed, so that one who does not count is missed.
  const thresholds = { ...one.thresholds, core: { role: "rebuilder", need: 3 } };
  expect((await both(JSON.stringify({ ...one, thresholds }))).slice(0, 2)).toEqual([1, 1]);
});
const right: [string, string][] = [
  ["as it is", text],
  ["in one line", JSON.stringify(good)],
  ["with white space of all kinds", text.replaceAll("\n", "\r\n\t ")],
  ["with need of everybody", need(3)],
  ["with need 1", need(1)],
  ["with accented names", named("J\u00f6rg \u0141ukasz")],
  ["with a name of the last letters", named("\u024f\u00f6\u00f8\u00d6\u00d8\u00c0")],
  ["with a role of one letter", change({ roles: { ...good.roles, a: ["signer 1"] } })],
  ["with a role of 32 letters", change({ roles: { ...good.roles, ["r".repeat(32)]: ["signer 1"] } })],
  ["with the leap day of 1600", key({ from: "1600-02-29" })],
  ["with a name of 64 letters", named("\u00f6".repeat(64))],
  ["with a leap day", key({ until: "2096-02-29" })],
  ["with the leap day of 2000", key({ from: "2000-02-29" })],
  ...["01-31", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31", "02-28"].map(
    (end): [string, string] => [`with a key until ${end}`, key({ until: `2089-${end}` })],
  ),
  ["that ends today", change({ expires: dayFromNow(0) })],
  ["of 1 MiB", text + " ".repeat((1 << 20) - text.length)],
  ["with a key that counts today alone", key({ from: dayFromNow(0), until: dayFromNow(0) })],
  ["with version 999999", change({ version: 999_999, previous: "0".repeat(64) })],
  ["with more roles", change({ roles: { ...good.roles, author: ["signer 1"], "x-1": ["signer 2"] } })],
  ["with a port", change({ repository: "registry.example:5000/a/b_c" })],
];
test.each(right)("a right policy %s passes the check of both", async (title, policy) => {
  const [ours, shell] = await both(policy);
  // Another repository is not the signed one: the policy is read, the images fall short.
  expect([ours, shell]).toEqual(title.includes("port") ? [1, 1] : [0, 0]);
});
