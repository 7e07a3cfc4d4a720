import { z } from "zod";
import { readUntrusted, sha256 } from "./files.js";
import { type Json, parseJson, plainJson } from "./json.js";
import { exitCodes, fail, type Problem, TrustError } from "./problem.js";

/** Where the policy in force is kept. */
export const policyPath = "keys/policy.json";
/** The image stages a threshold is stated for. */
export const stages = ["bootstrap", "core", "user", "pallet"] as const;
export type Stage = (typeof stages)[number];
/** Everything that needs a threshold: the stages, a release, and a change of the policy itself. */
export type Subject = Stage | "release" | "policy";

const day = z.iso.date("a day as YYYY-MM-DD is needed");
const count = z.int().min(1).max(999_999);
const personName = z.string().regex(
  // Latin letters alone: names of several scripts can look the same, and the verifier in shell knows no Unicode.
  /^[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f](?:[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f ._@+-]{0,62}[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f.@+-])?$/,
  "Latin letters, digits and ' ._@+-' only, at most 64, no space at an end",
);
const roleName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "lower-case letters, digits and '-' only");
const key = z.strictObject({
  fingerprint: z.string().regex(/^[0-9A-F]{40}$/, "40 upper-case hexadecimal digits of the primary key are needed"),
  from: day,
  until: day,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "the SHA-256 of the key's file is needed"),
});
const threshold = z.strictObject({ role: roleName, need: count });

/** The form of keys/policy.json; docs/signing.md explains each member. */
export const policySchema = z.strictObject({
  schema: z.literal(1),
  version: count,
  previous: z.union([
    z.null(),
    z.string().regex(/^[0-9a-f]{64}$/, "the SHA-256 of the previous policy file is needed"),
  ]),
  expires: day,
  repository: z
    .string()
    .regex(
      /^[a-z0-9]+([.-][a-z0-9]+)*(:[0-9]+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/,
      "host/path in lower case is needed",
    ),
  minimumRelease: count,
  people: z.array(z.strictObject({ name: personName, keys: z.array(key).min(1) })).min(1),
  roles: z.record(roleName, z.array(personName).min(1)),
  thresholds: z.strictObject({
    bootstrap: threshold,
    core: threshold,
    user: threshold,
    pallet: threshold,
    release: threshold,
    policy: threshold,
  }),
});

export type Policy = z.infer<typeof policySchema>;
/** A policy together with the SHA-256 of the exact bytes it was read from. */
export interface PolicyFile {
  readonly policy: Policy;
  readonly sha256: string;
}

/**
 * Reads a policy from bytes: strict JSON, the schema, then the rules no schema can state (k of n, nobody twice).
 * @throws TrustError E501 with every problem found, exit code 3.
 */
export function parsePolicy(bytes: Uint8Array, path: string): PolicyFile {
  const parsed = policySchema.safeParse(toPlain(readStrict(bytes, path)));
  if (!parsed.success) {
    throw new TrustError(
      parsed.error.issues.map((issue) => problem(path, `${issue.path.join(".") || "policy"}: ${issue.message}`)),
      exitCodes.noPolicy,
    );
  }
  const problems = checkRules(parsed.data).map((message) => problem(path, message));
  if (problems.length > 0) throw new TrustError(problems, exitCodes.noPolicy);
  return { policy: parsed.data, sha256: sha256(bytes) };
}

/** Reads keys/policy.json of a tree. @throws TrustError E501, exit code 3, also when there is none. */
export async function readPolicy(root: string): Promise<PolicyFile> {
  return parsePolicy(await readPolicyBytes(root, policyPath), policyPath);
}

/** Reads a policy that somebody is still writing: strict JSON, whatever it says. @throws TrustError E501, exit code 3. */
export async function readPolicyJson(root: string, path = policyPath): Promise<Json> {
  return readStrict(await readPolicyBytes(root, path), path);
}

async function readPolicyBytes(root: string, path: string): Promise<Buffer> {
  const read = await readUntrusted(root, path, 1 << 20);
  if ("bytes" in read) return read.bytes;
  if (path === policyPath && read.refused.includes("no such file")) {
    fail(
      "E501",
      policyPath,
      "no policy: nothing says whose signatures count",
      exitCodes.noPolicy,
      "see keys/README.md for how the first maintainers write one",
    );
  }
  return fail("E501", path, read.refused, exitCodes.noPolicy);
}

function readStrict(bytes: Uint8Array, path: string): Json {
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), plainJson);
  } catch (error) {
    return fail("E501", path, (error as Error).message, exitCodes.noPolicy);
  }
}

// The schema library wants objects with the usual prototype; a `__proto__` member must stay visible to it as unknown.
function toPlain(value: Json): unknown {
  if (Array.isArray(value)) return value.map((item: Json) => toPlain(item));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toPlain(member)]));
}

function problem(path: string, message: string): Problem {
  return { code: "E501", path, message };
}

function checkRules(policy: Policy): string[] {
  const people = policy.people.map((person) => person.name);
  const fingerprints = policy.people.flatMap((person) => person.keys.map((item) => item.fingerprint));
  return [
    ...repeated(people).map((name) => `people: '${name}' is there twice`),
    ...repeated(fingerprints).map((fingerprint) => `people: key ${fingerprint} is there twice`),
    ...policy.people
      .flatMap((person) => person.keys)
      .filter(({ from, until }) => from > until)
      .map(
        ({ fingerprint, from, until }) =>
          `people: key ${fingerprint} is valid from ${from} until ${until}, which is never`,
      ),
    ...checkRoles(policy, new Set(people)),
    ...checkThresholds(policy),
    ...((policy.version === 1) === (policy.previous === null)
      ? []
      : [`previous: must be null for version 1 and a SHA-256 after it; version is ${policy.version}`]),
  ];
}

function checkRoles(policy: Policy, people: ReadonlySet<string>): string[] {
  return Object.entries(policy.roles).flatMap(([role, members]) => [
    ...repeated(members).map((name) => `roles.${role}: '${name}' is there twice`),
    ...members.filter((name) => !people.has(name)).map((name) => `roles.${role}: '${name}' is not among people`),
  ]);
}

function checkThresholds(policy: Policy): string[] {
  return Object.entries(policy.thresholds).flatMap(([subject, { role, need }]) => {
    const members = policy.roles[role];
    if (members === undefined) return [`thresholds.${subject}: there is no role '${role}'`];
    const most = countPeople(policy, members);
    return need > most ? [`thresholds.${subject}: ${need} of ${most} can never be met`] : [];
  });
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** The role of hosted builders: its people count as one together, and never alone. */
export const ciRole = "ci";

/** How many of some people count: each of them once, those of the role `ci` as one together, and nobody when there are only such. */
export function countPeople(policy: Pick<Policy, "roles">, people: readonly string[]): number {
  const hosted = new Set(policy.roles[ciRole] ?? []);
  const own = new Set(people.filter((name) => !hosted.has(name))).size;
  return own === 0 ? 0 : own + (people.some((name) => hosted.has(name)) ? 1 : 0);
}

/** The people whose signature counts for a subject, and how many of them are needed. */
export function thresholdFor(policy: Policy, subject: Subject): { need: number; people: readonly string[] } {
  const { role, need } = policy.thresholds[subject];
  return { need, people: policy.roles[role] ?? [] };
}

/** Today in UTC as YYYY-MM-DD, the unit of all validity windows. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
