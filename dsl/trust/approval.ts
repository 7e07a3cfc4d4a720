import { countPeople, thresholdFor, type Subject } from "./policy.js";
import { countSignatures, type FileVerdict, type Trust } from "./images.js";
import { readUntrusted, writeNew } from "./files.js";
import { exitCodes, fail } from "./problem.js";
import { signPayload } from "./gpg.js";
import { signatureCount } from "./signatures.js";

/** What people sign to approve a whole file, a release or a version of the policy. */
export function approvalPayload(
  subject: "release" | "policy",
  repository: string,
  version: number,
  sha256: string,
): string {
  return `{"${subject}":{"repository":"${repository}","version":${version},"sha256":"${sha256}"}}`;
}

/** Counts the people of a policy who signed exactly this payload in a directory. */
export async function countApprovals(
  trust: Trust,
  subject: Subject,
  directory: string,
  payload: string,
): Promise<{ met: boolean; need: number; people: string[]; files: FileVerdict[] }> {
  const threshold = thresholdFor(trust.policy, subject);
  const { people, files } = await countSignatures(trust, directory, threshold.people, (signature) =>
    signature.payload.toString("latin1") === payload ? undefined : "is a good signature, but on something else",
  );
  return { met: countPeople(trust.policy, people) >= threshold.need, need: threshold.need, people, files };
}

/** Signs a payload with gpg and writes the signature under the first free number. @throws TrustError E509. */
export async function approve(root: string, directory: string, payload: string, key: string): Promise<string> {
  const bytes = await signPayload(payload, key);
  for (let number = 1; number <= signatureCount; number += 1) {
    const path = `${directory}/signature-${number}`;
    const existing = await readUntrusted(root, path, 1);
    if (
      "refused" in existing &&
      existing.refused.includes("no such file") &&
      (await writeNew(`${root}/${path}`, bytes))
    )
      return path;
  }
  return fail("E509", directory, `has ${signatureCount} signatures already`, exitCodes.notMet);
}
