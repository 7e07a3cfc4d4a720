import { afterAll, expect, test } from "vitest";
import { type ExportOptions, exportPolicy, maximumClauses, subsets } from "../../dsl/trust/export.js";
import { fromTree } from "../../dsl/trust/files.js";
import { readGraph } from "../../dsl/trust/graph.js";
import { type Keyring, readKeyring } from "../../dsl/trust/keys.js";
import type { Policy } from "../../dsl/trust/policy.js";
import { makeGpg, now } from "./gpg.js";
import { always, makePolicy, makeTree, pinned } from "./tree.js";

const gpg = makeGpg();
afterAll(() => gpg.stop());
const keys = ["signer 1", "signer 2", "signer 3"].map((name) => gpg.makeKey(name));
const tree = makeTree(
  gpg,
  makePolicy(
    keys.map((key) => [key]),
    2,
  ),
  ["core-a", "core-b"],
);
afterAll(() => tree.remove());
const graph = await readGraph(tree.root);
const options: ExportOptions = {
  lookaside: "https://example.invalid/signatures",
  keyDirectory: "/etc/keys",
  now: new Date(),
};
const write = async (policy: Policy, change: Partial<ExportOptions> = {}) =>
  exportPolicy(policy, await readKeyring(fromTree(tree.root), pinned(tree.root, policy)), graph, {
    ...options,
    ...change,
  });
const policy = makePolicy(
  keys.map((key) => [key]),
  2,
);

test("2 of 3 becomes one requirement for each pair", async () => {
  const { docker } = (await write(policy)).policy.transports ?? {};
  const paths = docker?.["docker.io/stagex"]?.map((item) => item["keyPaths"]);
  expect(paths).toEqual(
    [
      [0, 1],
      [0, 2],
      [1, 2],
    ].map((pair) => pair.map((index) => `/etc/keys/${keys[index]}.asc`)),
  );
});
test("for every n up to 7 and every k the requirements mean exactly k of n", () => {
  for (let n = 1; n <= 7; n += 1) {
    const people = Array.from({ length: n }, (_, index) => index);
    for (let k = 1; k <= n; k += 1) {
      const clauses = subsets(people, n - k + 1);
      for (let bits = 0; bits < 1 << n; bits += 1) {
        const signed = people.filter((person) => (bits >> person) & 1);
        expect(clauses.every((clause) => clause.some((person) => signed.includes(person)))).toBe(signed.length >= k);
      }
    }
  }
});
test("all keys of one person stand in the same requirements", async () => {
  const second = gpg.makeKey("second key");
  tree.put(`keys/${second}.asc`, gpg.exportKey(second));
  const { docker } = (await write(makePolicy([[keys[0] ?? "", second], [keys[1] ?? ""]], 2))).policy.transports ?? {};
  expect(docker?.["docker.io/stagex"]?.map((item) => (item["keyPaths"] as string[]).length)).toEqual([2, 1]);
});
test("our scope is rejected in the other transports that know names, and everything by default", async () => {
  const { policy: exported } = await write(policy);
  expect(exported.default).toEqual([{ type: "reject" }]);
  expect(exported.transports?.["docker-daemon"]).toEqual({ "docker.io/stagex": [{ type: "reject" }] });
  expect(exported.transports?.["atomic"]).toEqual({ "docker.io/stagex": [{ type: "reject" }] });
});
test("the repository's rule carries the highest threshold, lower ones stay per image", async () => {
  const strict = { ...policy, thresholds: { ...policy.thresholds, bootstrap: { role: "rebuilder", need: 3 } } };
  const { docker } = (await write(strict)).policy.transports ?? {};
  // 3 of 3 is a requirement for each person, 2 of 3 one for each pair.
  expect(docker?.["docker.io/stagex"]?.map((item) => (item["keyPaths"] as string[]).length)).toEqual([1, 1, 1]);
  expect(docker?.["docker.io/stagex/core-a"]?.map((item) => (item["keyPaths"] as string[]).length)).toEqual([2, 2, 2]);
  expect(Object.keys(docker ?? {})).toHaveLength(3);
});
test("an image of the highest threshold needs no rule of its own", async () => {
  const strict = { ...policy, thresholds: { ...policy.thresholds, core: { role: "rebuilder", need: 3 } } };
  expect(Object.keys((await write(strict)).policy.transports?.["docker"] ?? {})).toEqual(["docker.io/stagex"]);
});
test("where roles differ so that no threshold is the highest, images have rules and the rest is rejected", async () => {
  const roles = { rebuilder: ["signer 1", "signer 2"], other: ["signer 2", "signer 3"] };
  const mixed = { ...policy, roles, thresholds: { ...policy.thresholds, core: { role: "other", need: 2 } } };
  const { docker } = (await write(mixed)).policy.transports ?? {};
  expect(docker?.["docker.io/stagex"]).toEqual([{ type: "reject" }]);
  expect(docker?.["docker.io/stagex/core-a"]).toHaveLength(2);
});
test("hosted builders count as one, and never alone", async () => {
  const hosted = { ...policy, roles: { ...policy.roles, ci: ["signer 2", "signer 3"] } };
  const { docker } = (await write(hosted)).policy.transports ?? {};
  expect(docker?.["docker.io/stagex"]?.map((item) => (item["keyPaths"] as string[]).length)).toEqual([1, 2]);
  const one = { ...hosted, thresholds: makePolicy([], 1).thresholds };
  expect((await write(one)).policy.transports?.["docker"]?.["docker.io/stagex"]).toEqual([
    expect.objectContaining({ keyPaths: [`/etc/keys/${keys[0]}.asc`] }),
  ]);
});
test("an existing policy keeps its own rules and default", async () => {
  const existing = {
    default: [{ type: "insecureAcceptAnything" }],
    transports: { docker: { "quay.io": [{ type: "reject" }] }, oci: { "": [{ type: "reject" }] } },
  };
  const { policy: exported } = await write(policy, { existing });
  expect(exported.default).toEqual(existing.default);
  expect(exported.transports?.["docker"]?.["quay.io"]).toEqual([{ type: "reject" }]);
  expect(exported.transports?.["oci"]).toEqual(existing.transports.oci);
});
test("an existing rule inside our scope is an error, because it would go first", async () => {
  const existing = {
    default: [],
    transports: { docker: { "docker.io/stagex/core-a": [{ type: "insecureAcceptAnything" }] } },
  };
  await expect(write(policy, { existing })).rejects.toThrow(/would go before ours/);
});
test("a mirror is mapped to the signed name", async () => {
  const { policy: exported, registries } = await write(policy, { mirrors: ["registry.example/mirror"] });
  expect(exported.transports?.["docker"]?.["registry.example/mirror"]?.[0]?.["signedIdentity"]).toEqual({
    type: "remapIdentity",
    prefix: "registry.example/mirror",
    signedPrefix: "docker.io/stagex",
  });
  expect(registries).toContain('  "registry.example/mirror":\n    lookaside: "https://example.invalid/signatures"\n');
});
test("more requirements than podman should be given are an error", async () => {
  const people = Array.from({ length: 12 }, (_, index) => `signer ${index + 1}`);
  const large: Policy = {
    ...policy,
    people: people.map((name, index) => ({
      name,
      keys: [{ fingerprint: index.toString(16).toUpperCase().padStart(40, "0"), ...always }],
    })),
    roles: { rebuilder: people },
    thresholds: makePolicy([], 6).thresholds,
  };
  const [key] = (await readKeyring(fromTree(tree.root), tree.policy)).keys;
  if (key === undefined) throw new Error("no key");
  const keyring: Keyring = {
    byKeyId: new Map(),
    refused: [],
    keys: large.people.map((person) => ({
      ...key,
      person: person.name,
      fingerprint: person.keys[0]?.fingerprint ?? "",
    })),
  };
  expect(() => exportPolicy(large, keyring, graph, options)).toThrow(
    `6 of 12 takes 792 requirements; at most ${maximumClauses}`,
  );
});
test("keys that cannot be used today are left out, and too few of them is an error", async () => {
  const expired = gpg.makeKey("expired", "ed25519", "2d", now() - 9 * 86_400);
  tree.put(`keys/${expired}.asc`, gpg.exportKey(expired));
  const { keys: exported } = await write(makePolicy([[keys[0] ?? ""], [expired]], 1));
  expect(exported.map((key) => key.fingerprint)).toEqual([keys[0]]);
  await expect(write(makePolicy([[keys[0] ?? ""], [expired]], 2))).rejects.toThrow(
    /2 people must sign, but only 1 have a usable key/,
  );
});
test("a further tag asks for the signature on the version's own tag", async () => {
  const { docker } = (await write(policy, { tags: ["core-a:latest"] })).policy.transports ?? {};
  expect(docker?.["docker.io/stagex/core-a:latest"]?.[0]?.["signedIdentity"]).toEqual({
    type: "exactReference",
    dockerReference: "docker.io/stagex/core-a:1.2",
  });
  await expect(write(policy, { tags: ["core-zzz:latest"] })).rejects.toThrow(/with an image of the graph is needed/);
});
test("a lookaside that is no URL is an error", async () => {
  await expect(write(policy, { lookaside: "example.invalid" })).rejects.toThrow(/not an http/);
});
