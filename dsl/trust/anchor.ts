import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { approvalPayload, countApprovals } from "./approval.js";
import { fromTree, listUntrusted, readUntrusted, sha256 } from "./files.js";
import { readKeyring } from "./keys.js";
import { dayOf, parsePolicy, type PolicyFile, policyPath, readPolicy } from "./policy.js";
import { exitCodes, fail } from "./problem.js";

/** What the verifier knows beforehand: the SHA-256 of a policy, or a commit that holds one. */
export interface Anchor {
  readonly trustedPolicy?: string | undefined;
  readonly trustedCommit?: string | undefined;
}

const run = promisify(execFile);

/** Path of an earlier or the present version of the policy, kept so that a chain can be followed. */
export function policyVersionPath(version: number): string {
  return `keys/history/${version}.json`;
}

/** Directory of the signatures on one version of the policy. */
export function policySignatureDirectory(version: number): string {
  return `keys/history/${version}.signatures`;
}

/** The payload people sign to approve a version of the policy. */
export function policyPayload(file: PolicyFile): string {
  return approvalPayload("policy", file.policy.repository, file.policy.version, file.sha256);
}

/**
 * Reads keys/policy.json and proves that the anchor leads to it: it is the trusted policy itself, or every version
 * after the trusted one was signed by the thresholds of both the version before it and its own (as a root of TUF 1.0,
 * section 5.3). The last version must not have expired.
 * @throws TrustError E501, exit code 3, when there is no policy, no anchor, or no such chain.
 */
export async function readTrustedPolicy(root: string, anchor: Anchor, now: Date): Promise<PolicyFile> {
  const current = await readPolicy(root);
  const trusted = await anchorHash(root, anchor, current.sha256);
  if (trusted !== current.sha256) await followChain(root, trusted, current, now);
  if (current.policy.expires < dayOf(now)) {
    fail(
      "E501",
      policyPath,
      `policy version ${current.policy.version} expired on ${current.policy.expires}`,
      exitCodes.noPolicy,
      "get a newer checkout",
    );
  }
  return current;
}

async function anchorHash(root: string, anchor: Anchor, found: string): Promise<string> {
  if (anchor.trustedPolicy !== undefined) {
    if (/^[0-9a-f]{64}$/.test(anchor.trustedPolicy)) return anchor.trustedPolicy;
    fail(
      "E501",
      policyPath,
      `--trusted-policy '${anchor.trustedPolicy}' is not a SHA-256 in lower case`,
      exitCodes.usage,
    );
  }
  if (anchor.trustedCommit !== undefined) return sha256(await policyOfCommit(root, anchor.trustedCommit));
  return fail(
    "E501",
    policyPath,
    "no trust anchor: a checkout cannot vouch for itself",
    exitCodes.noPolicy,
    `give --trusted-policy SHA256 (this file has ${found}) after comparing it with a source other than this checkout, or --trusted-commit`,
  );
}

async function policyOfCommit(root: string, commit: string): Promise<Buffer> {
  if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit))
    fail("E501", policyPath, `--trusted-commit '${commit}' is not a full commit id`, exitCodes.usage);
  try {
    const { stdout } = await run(
      "git",
      ["--no-replace-objects", "-C", root, "cat-file", "blob", `${commit}:./${policyPath}`],
      { encoding: "buffer" },
    );
    return stdout;
  } catch {
    return fail("E501", policyPath, `commit ${commit} has no policy`, exitCodes.noPolicy);
  }
}

async function followChain(root: string, trusted: string, current: PolicyFile, now: Date): Promise<void> {
  let previous = await findTrusted(root, trusted, current.policy.version);
  for (let version = previous.policy.version + 1; version <= current.policy.version; version += 1) {
    const next = await readVersion(root, version);
    await proveStep(root, previous, next, now);
    previous = next;
  }
  if (previous.sha256 !== current.sha256)
    fail(
      "E501",
      policyPath,
      `differs from ${policyVersionPath(previous.policy.version)}: ${current.sha256} and ${previous.sha256}`,
      exitCodes.noPolicy,
    );
}

async function findTrusted(root: string, trusted: string, newest: number): Promise<PolicyFile> {
  // What lies there is looked through, not what the untrusted policy says there is.
  const names = (await listUntrusted(root, "keys/history")).filter((name) => /^[1-9][0-9]{0,5}\.json$/.test(name));
  for (const name of names) {
    const path = `keys/history/${name}`;
    const read = await readUntrusted(root, path, 1 << 20);
    if ("refused" in read || sha256(read.bytes) !== trusted) continue;
    const file = parsePolicy(read.bytes, path);
    if (file.policy.version < newest && policyVersionPath(file.policy.version) === path) return file;
  }
  return fail(
    "E501",
    policyPath,
    `no version up to ${newest} has the trusted SHA-256 ${trusted}`,
    exitCodes.noPolicy,
    "this checkout is older than the policy you trust, or another project's",
  );
}

/** Reads a version of the policy that is kept in keys/history/. @throws TrustError E501, exit code 3. */
export async function readVersion(root: string, version: number): Promise<PolicyFile> {
  const path = policyVersionPath(version);
  const read = await readUntrusted(root, path, 1 << 20);
  if ("refused" in read) return fail("E501", path, read.refused, exitCodes.noPolicy);
  const file = parsePolicy(read.bytes, path);
  if (file.policy.version !== version) fail("E501", path, `says version ${file.policy.version}`, exitCodes.noPolicy);
  return file;
}

async function proveStep(root: string, previous: PolicyFile, next: PolicyFile, now: Date): Promise<void> {
  const path = policyVersionPath(next.policy.version);
  if (next.policy.previous !== previous.sha256)
    fail(
      "E501",
      path,
      `follows ${String(next.policy.previous)}, but version ${previous.policy.version} is ${previous.sha256}`,
      exitCodes.noPolicy,
    );
  for (const judge of [previous, next]) {
    const trust = { root, policy: judge.policy, keyring: await readKeyring(fromTree(root), judge.policy), now };
    const { met, need, people } = await countApprovals(
      trust,
      "policy",
      policySignatureDirectory(next.policy.version),
      policyPayload(next),
    );
    if (!met) {
      fail(
        "E501",
        path,
        `policy version ${next.policy.version} needs ${need} signatures by the people of version ${judge.policy.version}, found ${people.length}`,
        exitCodes.noPolicy,
      );
    }
  }
}
