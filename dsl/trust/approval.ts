import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "./files.js";
import { countPeople, thresholdFor, type Subject } from "./policy.js";
import { countSignatures, type FileVerdict, type Trust } from "./images.js";
import { exitCodes, fail } from "./problem.js";
import { signPayload } from "./gpg.js";
import { placeSignature, refuseKey } from "./place.js";
import { verifyMessage } from "./signature.js";

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

/** Who signs what, judged by which policies: one of them must give the key's owner the role. */
export interface Approval {
  readonly judges: readonly Trust[];
  readonly subject: Subject;
  readonly directory: string;
  readonly payload: string;
  /** Primary fingerprint, 40 upper-case hexadecimal digits. */
  readonly key: string;
}

/**
 * Signs a payload with gpg and puts the signature in place, unless the person has signed it already.
 * @param make where the signature comes from; gpg on this machine by default.
 * @throws TrustError E509 for a key that would not count, and when what gpg wrote does not.
 */
export async function approve(
  approval: Approval,
  make: (payload: string, key: string) => Promise<Buffer> = signPayload,
): Promise<{ path: string; done: "signed" | "signed already" }> {
  const trust = judgeFor(approval);
  const person = trust.keyring.keys.find((item) => item.fingerprint === approval.key)?.person ?? "";
  const before = await countApprovals(trust, approval.subject, approval.directory, approval.payload);
  const earlier = before.files.find((file) => file.person === person && file.verdict !== "refused");
  if (earlier !== undefined) return { path: earlier.path, done: "signed already" };
  const bytes = await make(approval.payload, approval.key);
  // Signing takes time, and with a smart card minutes: the new signature is younger than the start of the run.
  const made = await verifyMessage(bytes, trust.keyring, new Date());
  const refused = refuseApproval(approval, made);
  if (refused !== undefined)
    return fail("E509", approval.directory, `the new signature is refused: ${refused}`, exitCodes.notMet);
  return { path: await placeSignature(trust.root, approval.directory, approval.key, bytes), done: "signed" };
}

/** How a signature comes and goes where no gpg with the key is at hand. */
export interface Carrier {
  /** Write what is to be signed into this directory and sign nothing. */
  readonly payloads?: string | undefined;
  /** Take the signature, `<name>.json.gpg`, from this directory. */
  readonly signatures?: string | undefined;
}
export interface Carried {
  readonly path: string;
  readonly done: "signed" | "signed already" | "payload written";
}

/** Approves with gpg here, or by way of a machine without a network. `name` names the payload's file. @throws TrustError E509. */
export async function carry(approval: Approval, name: string, { payloads, signatures }: Carrier): Promise<Carried> {
  judgeFor(approval);
  if (payloads !== undefined) {
    await writeWhole(join(payloads, `${name}.json`), approval.payload);
    return { path: join(payloads, `${name}.json`), done: "payload written" };
  }
  if (signatures === undefined) return approve(approval);
  const path = join(signatures, `${name}.json.gpg`);
  return approve(approval, () => readFile(path).catch(() => fail("E509", path, "is missing", exitCodes.notMet)));
}

function judgeFor({ judges, subject, key }: Approval): Trust {
  const reasons = judges.map((trust) => refuseKey(trust, key) ?? refuseRole(trust, subject, key));
  const index = reasons.indexOf(undefined);
  return index >= 0 ? judges[index]! : fail("E509", "keys/policy.json", reasons[0] ?? "no policy", exitCodes.notMet);
}

function refuseRole({ policy, keyring }: Trust, subject: Subject, key: string): string | undefined {
  const person = keyring.keys.find((item) => item.fingerprint === key)?.person ?? "";
  const { people } = thresholdFor(policy, subject);
  return people.includes(person)
    ? undefined
    : `${person} has no role for a ${subject}; the policy asks for ${people.join(", ")}`;
}

function refuseApproval(approval: Approval, made: Awaited<ReturnType<typeof verifyMessage>>): string | undefined {
  if ("refused" in made) return made.refused;
  if (made.fingerprint !== approval.key) return `it is by ${made.fingerprint}, not by ${approval.key}`;
  return made.payload.toString("latin1") === approval.payload ? undefined : "it is on something else";
}
