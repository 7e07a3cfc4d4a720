// Reads every file of a corpus with the functions that take untrusted bytes apart, as bench/judge.js judges whole trees: quick enough for
// every mutant. `node judge-parts.mjs CORPORA FILE`: FILE has the results, and is written where there is none.
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unarmor } from "openpgp";
import { hasRightChecksum } from "../dsl/trust/armour.ts";
import { parseDigests } from "../dsl/trust/digests.ts";
import { needsOf, readGraph, stageOf, tagOf } from "../dsl/trust/graph.ts";
import { parseJson, plainJson } from "../dsl/trust/json.ts";
import { parseMessage } from "../dsl/trust/message.ts";
import { splitPackets } from "../dsl/trust/packets.ts";
import { refusePayload } from "../dsl/trust/payload.ts";
import { countPeople, parsePolicy, thresholdFor } from "../dsl/trust/policy.ts";
import { recode } from "../dsl/trust/recode.ts";
import { findRevocations } from "../dsl/trust/revocation.ts";
import { judgeSelfSignatures } from "../dsl/trust/self-signatures.ts";

const [corpora, file] = process.argv.slice(2);
const noted = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
const found = {};
const keys = [];
for (const root of readdirSync(corpora)
  .sort()
  .flatMap((name) =>
    readdirSync(join(corpora, name))
      .sort()
      .map((each) => join(corpora, name, each, "tree")),
  )) {
  for (const path of filesOf(root, "keys/policy.json", "generated/graph.json", "digests", "signatures", "keys"))
    await once(root, path);
}
// A revocation counts whatever file it lies in.
for (const [index, [, bytes]] of keys.entries())
  for (const [, other] of keys.slice(Math.max(0, index - 3), index + 4))
    await note(`revoked ${hash(bytes)} ${hash(other)}`, () => revoked(bytes, other));
if (noted === undefined) writeFileSync(file, JSON.stringify(found));

function filesOf(root, ...paths) {
  return paths.flatMap((path) => {
    const stats = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (stats?.isDirectory()) return readdirSync(join(root, path)).flatMap((name) => filesOf(root, `${path}/${name}`));
    return stats?.isFile() && stats.size < 1 << 20 ? [path] : [];
  });
}

async function once(root, path) {
  const bytes = readFileSync(join(root, path));
  const id = `${path} ${hash(bytes)}`;
  if (id in found) return;
  await note(id, () => read(root, path, bytes));
}

/** What a function gives, or that it throws; where that is not what was noted, this is the end. */
async function note(id, work) {
  let result;
  try {
    result = JSON.stringify(await work(), (_name, value) => (value instanceof Map ? [...value] : value)) ?? "nothing";
  } catch (error) {
    result = `thrown: ${error.name} ${/at line .*$/.exec(error.message)?.[0] ?? ""}`;
  }
  if (noted !== undefined && noted[id] !== hash(result)) process.exit(1);
  found[id] = hash(result);
}

async function read(root, path, bytes) {
  const text = bytes.toString("utf8");
  if (path.startsWith("signatures/")) return signature(path, bytes);
  if (path.endsWith(".asc")) return key(bytes);
  if (path === "generated/graph.json") return graph(root, text);
  if (path.startsWith("digests/"))
    return ["core-a", ""].map((known) => lines(parseDigests(text, path, (name) => name !== known)));
  const { policy } = parsePolicy(bytes, path);
  const people = policy.people.map(({ name }) => name);
  return [
    policy,
    parseJson(text, plainJson),
    people.map((_name, index) => countPeople(policy, people.slice(index))),
    thresholdFor(policy, "core"),
  ];
}

function lines({ digests, problems }) {
  return [digests, problems.map(({ line }) => line ?? 0)];
}

async function graph(root, text) {
  const images = await readGraph(root);
  const told = [...images].map(([folder, all]) => [
    folder,
    [...all.values()].map((image) => [
      image,
      tagOf(image),
      stageOf(image.name),
      needsOf(images, { directory: folder, name: image.name }),
    ]),
  ]);
  return [told, parseJson(text)];
}

async function signature(path, bytes) {
  const [, image = "", digest = ""] = /([^/]*)@sha256=([0-9a-f]*)\/[^/]*$/.exec(path) ?? [];
  const claim = { name: `docker.io/stagex/${image}`, tag: "1.2", platform: "linux/amd64", digest };
  const recoded = await recode(bytes).then(hash, (error) => error.name);
  try {
    const message = parseMessage(bytes);
    const refused = ["linux/amd64", "linux/arm64"].map(
      (platform) => refusePayload(message.payload, { ...claim, platform }) === undefined,
    );
    return [{ ...message, payload: hash(message.payload) }, refused, recoded];
  } catch (error) {
    return [error.name, recoded];
  }
}

async function key(bytes) {
  const armoured = bytes.toString("latin1");
  const binary = Buffer.from((await unarmor(armoured)).data);
  keys.push([armoured, binary]);
  const packets = splitPackets(binary);
  return [
    hasRightChecksum(armoured, binary),
    packets?.map(({ tag, body }) => [tag, hash(body)]),
    simple(judgeSelfSignatures(binary)),
  ];
}

function simple({ refused, subkeys }) {
  return [refused !== undefined, [...subkeys.keys()]];
}

function revoked(bytes, other) {
  const bodies = (tag) => (splitPackets(bytes) ?? []).filter((item) => item.tag === tag).map((item) => item.body);
  return findRevocations(other, bodies(6)[0], bodies(14)).map(({ subkey, reason }) => [
    subkey === undefined ? "" : hash(subkey),
    reason,
  ]);
}

function hash(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
