import type { Graph } from "./graph.js";
import { tagOf } from "../model/version.js";
import { stageOf } from "./graph.js";
import type { TrustedKey, Keyring } from "./keys.js";
import { ciRole, dayOf, type Policy, stages, thresholdFor } from "./policy.js";
import { exitCodes, fail } from "./problem.js";

/** What a consumer's policy.json (containers-policy.json(5)) must enforce. */
export interface ExportOptions {
  /** URL of the directory that holds the signatures, as consumers reach it. */
  readonly lookaside: string;
  /** Absolute path of the directory where the consumer keeps the exported keys. */
  readonly keyDirectory: string;
  /** Repositories that mirror ours, `registry.example/stagex`. */
  readonly mirrors?: readonly string[];
  /** Further tags, `core-zlib:latest`, each standing for the version the graph names. */
  readonly tags?: readonly string[];
  /** The consumer's present policy.json, to be extended. */
  readonly existing?: ContainersPolicy | undefined;
  readonly now: Date;
}

type Requirement = Readonly<Record<string, unknown>>;
/** The form of policy.json as far as merging needs it. */
export interface ContainersPolicy {
  readonly default: readonly Requirement[];
  readonly transports?: Readonly<Record<string, Readonly<Record<string, readonly Requirement[]>>>>;
}

/** The oldest versions that know `keyPaths` and `lookaside`. */
export const minimumVersions = "podman 4.2, skopeo 1.9";
/** More requirements than this make every pull slow: each one reads its keys anew. */
export const maximumClauses = 64;

/** Transports whose images carry our name without being fetched from the signed repository. */
const otherNamedTransports = ["atomic", "docker-daemon"] as const;

/**
 * Writes "at least k of n people" for podman and skopeo, which can only AND the requirements of a scope and OR the keys
 * within one: one `signedBy` for each set of n-k+1 people, holding all keys of each.
 * @throws TrustError E508 when that takes too many requirements, or fewer than k people have a usable key.
 */
export function exportPolicy(
  policy: Policy,
  keyring: Keyring,
  graph: Graph,
  options: ExportOptions,
): { policy: ContainersPolicy; registries: string; keys: readonly TrustedKey[] } {
  const keys = keyring.keys.filter((key) => isUsable(key, options.now));
  const docker: Record<string, Requirement[]> = {};
  const names = [policy.repository, ...(options.mirrors ?? [])];
  for (const [image, people, need] of scopes(policy, graph)) {
    const clauses = subsetsFor(policy, people, need, keys, image);
    for (const name of names) {
      const identity =
        name === policy.repository
          ? {}
          : { signedIdentity: { type: "remapIdentity", prefix: name, signedPrefix: policy.repository } };
      docker[name + image] = clauses.map((fingerprints) => signedBy(fingerprints, options.keyDirectory, identity));
    }
  }
  for (const name of names) docker[name] ??= [{ type: "reject" }];
  for (const tag of options.tags ?? [])
    Object.assign(docker, extraTag(policy, graph, keys, tag, names, options.keyDirectory));
  const others = Object.fromEntries(
    otherNamedTransports.map((transport) => [
      transport,
      Object.fromEntries(names.map((name) => [name, [{ type: "reject" }]])),
    ]),
  );
  return {
    policy: merge(options.existing, { docker, ...others }, names),
    registries: registriesText(names, options.lookaside),
    keys,
  };
}

function isUsable(key: TrustedKey, now: Date): boolean {
  const today = dayOf(now);
  return (
    key.unusable === undefined &&
    key.from <= today &&
    today <= key.until &&
    (key.expires === undefined || key.expires > now)
  );
}

type Scope = readonly [image: string, people: readonly string[], need: number];

/**
 * The repository's rule carries the highest threshold, so that an image which this export does not know is accepted only if it meets
 * that; images of stages that ask for less, or for other people, have rules of their own. A scope cannot name a stage's prefix
 * (containers-policy.json(5)), so a lower rule for the repository would let an image of a high stage pass with few signatures.
 * Where no threshold is the highest of all, because roles differ, the rest is rejected.
 */
function scopes(policy: Policy, graph: Graph): Scope[] {
  const highest = stages
    .map((stage) => thresholdFor(policy, stage))
    .find((item) => stages.every((other) => isAtLeast(item, thresholdFor(policy, other))));
  const names = new Set([...graph.values()].flatMap((group) => [...group.keys()]));
  const own = [...names].flatMap((name): Scope[] => {
    const stage = stageOf(name);
    if (stage === undefined) return [];
    const threshold = thresholdFor(policy, stage);
    const isCovered = highest !== undefined && isAtLeast(threshold, highest);
    return isCovered ? [] : [[`/${name}`, threshold.people, threshold.need]];
  });
  return highest === undefined ? own : [["", highest.people, highest.need], ...own];
}

/** Whether whoever meets one threshold meets the other: its people are among the other's, and as many or more are needed. */
function isAtLeast(
  one: { people: readonly string[]; need: number },
  other: { people: readonly string[]; need: number },
): boolean {
  return one.need >= other.need && one.people.every((person) => other.people.includes(person));
}

function subsetsFor(
  policy: Policy,
  people: readonly string[],
  need: number,
  keys: readonly TrustedKey[],
  scope: string,
): string[][] {
  // Who counts as one stands in the same requirements: each person's keys, and those of all hosted builders.
  const hosted = new Set(policy.roles[ciRole] ?? []);
  // No person can be called so.
  const group = `(${ciRole})`;
  const of = (person: string): string => (hosted.has(person) ? group : person);
  const able = [...new Set(people.filter((person) => keys.some((key) => key.person === person)).map(of))].filter(
    // Alone they do not count.
    (name) => need > 1 || name !== group,
  );
  if (need > able.length)
    fail(
      "E508",
      "keys/policy.json",
      `${scope || "every image"}: ${need} people must sign, but only ${able.length} have a usable key today`,
      exitCodes.notMet,
    );
  const size = able.length - need + 1;
  if (binomial(able.length, size) > maximumClauses) {
    fail(
      "E508",
      "keys/policy.json",
      `${need} of ${able.length} takes ${binomial(able.length, size)} requirements; at most ${maximumClauses} are exported`,
      exitCodes.notMet,
      "use `defs verify`, which needs no such expansion",
    );
  }
  return subsets(able, size).map((subset) =>
    keys.filter((key) => people.includes(key.person) && subset.includes(of(key.person))).map((key) => key.fingerprint),
  );
}

/** All sets of `size` items, in the order of the items. */
export function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i += 1) result = (result * (n - k + i)) / i;
  return Math.round(result);
}

function signedBy(fingerprints: readonly string[], directory: string, identity: Requirement): Requirement {
  return {
    type: "signedBy",
    keyType: "GPGKeys",
    keyPaths: fingerprints.map((fingerprint) => `${directory}/${fingerprint}.asc`),
    ...identity,
  };
}

/** A tag of the same image under another name: the signature must be the one for the version's own tag. */
function extraTag(
  policy: Policy,
  graph: Graph,
  keys: readonly TrustedKey[],
  tag: string,
  names: readonly string[],
  directory: string,
): Record<string, Requirement[]> {
  const [, image = "", name] = /^([a-z0-9][a-z0-9._-]*):([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$/.exec(tag) ?? [];
  const item = [...graph.values()].map((group) => group.get(image)).find((found) => found !== undefined);
  const stage = stageOf(image);
  const version = item === undefined ? undefined : tagOf(item.version);
  if (name === undefined || stage === undefined || version === undefined)
    return fail(
      "E508",
      "generated/graph.json",
      `--tag ${tag}: IMAGE:TAG with an image of the graph is needed`,
      exitCodes.usage,
    );
  const { people, need } = thresholdFor(policy, stage);
  const identity = {
    signedIdentity: { type: "exactReference", dockerReference: `${policy.repository}/${image}:${version}` },
  };
  const clauses = subsetsFor(policy, people, need, keys, image).map((fingerprints) =>
    signedBy(fingerprints, directory, identity),
  );
  return Object.fromEntries(names.map((repository) => [`${repository}/${image}:${name}`, clauses]));
}

type Transports = Readonly<Record<string, Readonly<Record<string, readonly Requirement[]>>>>;

function merge(existing: ContainersPolicy | undefined, ours: Transports, names: readonly string[]): ContainersPolicy {
  const transports: Record<string, Record<string, readonly Requirement[]>> = {};
  for (const [transport, present] of Object.entries(existing?.transports ?? {})) transports[transport] = { ...present };
  for (const [transport, added] of Object.entries(ours)) {
    const present = (transports[transport] ??= {});
    for (const scope of Object.keys(present)) {
      const inside = names.some(
        (name) => scope.startsWith(`${name}/`) || scope.startsWith(`${name}:`) || scope.startsWith(`${name}@`),
      );
      if (!inside || scope in added) continue;
      fail(
        "E508",
        "policy.json",
        `the existing policy has its own rule for ${transport} ${scope}, which would go before ours`,
        exitCodes.notMet,
        "remove it from the existing policy",
      );
    }
    Object.assign(present, added);
  }
  return { ...existing, default: existing?.default ?? [{ type: "reject" }], transports };
}

// YAML reads JSON strings, so quoting is JSON's.
function registriesText(names: readonly string[], lookaside: string): string {
  if (!/^(https?|file):\/\/[^\s"]+$/.test(lookaside))
    fail("E508", "--lookaside", `'${lookaside}' is not an http, https or file URL`, exitCodes.usage);
  const places = names.map((name) => `  ${JSON.stringify(name)}:\n    lookaside: ${JSON.stringify(lookaside)}\n`);
  return `# Where signatures on these images are found (containers-registries.d(5)). Needs ${minimumVersions} or newer.\ndocker:\n${places.join("")}`;
}
