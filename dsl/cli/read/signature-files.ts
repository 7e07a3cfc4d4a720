import type { Problem } from "../../trust/problem.js";
import { policyThere } from "./trusted.js";

/** The signature files on an image that a verifier looks at, and what it leaves out, with the reasons. */
export interface SignatureFiles {
  /** Whether there is a policy: without one no signature could count. */
  readonly hasPolicy: boolean;
  /** Where they lie, from the tree's root. */
  readonly directory: string;
  readonly usable: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly left: readonly Problem[];
}

/** The signature files on an image, for the policy's repository. @throws TrustError E501 when the policy makes no sense. */
export async function signatureFiles(root: string, image: string, digest: string): Promise<SignatureFiles> {
  const policy = await policyThere(root);
  if (policy === undefined) return { hasPolicy: false, directory: "", usable: [], left: [] };
  const [{ listSignatures, signatureDirectory }, { readUntrusted }, { signatureLimit }] = await Promise.all([
    import("../../trust/signatures.js"),
    import("../../trust/files.js"),
    import("../../trust/signature.js"),
  ]);
  const directory = signatureDirectory(policy.repository, image, digest.slice("sha256:".length));
  const listed = await listSignatures(root, directory);
  const left = listed.refused.map(({ name, reason }) => leftOut(`${directory}/${name}`, reason));
  const usable: { name: string; bytes: Uint8Array }[] = [];
  for (const name of listed.usable) {
    const read = await readUntrusted(root, `${directory}/${name}`, signatureLimit);
    if ("refused" in read) left.push(leftOut(`${directory}/${name}`, read.refused));
    else usable.push({ name, bytes: read.bytes });
  }
  return { hasPolicy: true, directory, usable, left };
}

function leftOut(path: string, reason: string): Problem {
  return { code: "E503", path, message: `is left out: ${reason}` };
}
