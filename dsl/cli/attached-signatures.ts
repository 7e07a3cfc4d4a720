import type { Artifact } from "../evidence/artifacts.js";
import type { Problem } from "../trust/problem.js";
import { policyThere } from "./trusted.js";
import { printProblems } from "./trust-output.js";

/**
 * The signature files that a verifier looks at, for the policy's repository, as an artifact; others are named, and left out.
 * @throws Error when there is none.
 */
export async function signaturesOf(root: string, image: string, digest: string): Promise<Artifact> {
  const policy = await policyThere(root);
  const { usable, left } =
    policy === undefined ? { usable: [], left: [] } : await readSignatures(root, policy.repository, image, digest);
  await printProblems(left);
  if (usable.length === 0)
    throw new Error(
      policy === undefined
        ? `no signature on ${image} is in signatures/ that could count: there is no keys/policy.json`
        : `no signature on ${image} is in signatures/; \`defs signatures import\` puts one there, and --what names what else to attach`,
    );
  return { name: "signatures", artifactType: "application/vnd.stagex.signatures.v1", files: usable };
}

async function readSignatures(
  root: string,
  repository: string,
  image: string,
  digest: string,
): Promise<{ usable: Artifact["files"]; left: Problem[] }> {
  const [{ listSignatures, signatureDirectory }, { readUntrusted }, { signatureLimit }] = await Promise.all([
    import("../trust/signatures.js"),
    import("../trust/files.js"),
    import("../trust/signature.js"),
  ]);
  const directory = signatureDirectory(repository, image, digest.slice("sha256:".length));
  const listed = await listSignatures(root, directory);
  const left = listed.refused.map(({ name, reason }) => leftOut(`${directory}/${name}`, reason));
  const usable: Artifact["files"][number][] = [];
  for (const title of listed.usable) {
    const read = await readUntrusted(root, `${directory}/${title}`, signatureLimit);
    if ("refused" in read) left.push(leftOut(`${directory}/${title}`, read.refused));
    else usable.push({ title, mediaType: "application/octet-stream", bytes: read.bytes });
  }
  return { usable, left };
}

function leftOut(path: string, reason: string): Problem {
  return { code: "E503", path, message: `is not attached: ${reason}` };
}
