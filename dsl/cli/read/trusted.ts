import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Policy, policyPath, readPolicy } from "../../trust/policy.js";
import type { VerifyResult } from "../../trust/verify.js";
import type { AnchorOptions } from "../terminal/trust-output.js";

/** The policy of a tree, whether anybody trusts it or not; undefined where there is none. */
export async function policyThere(root: string): Promise<Policy | undefined> {
  return existsSync(join(root, policyPath)) ? (await readPolicy(root)).policy : undefined;
}

/** Verifies the signatures on all images that have a digest; undefined without a trust anchor. */
export async function verifiedFrom(
  root: string,
  { trustedPolicy, trustedCommit }: AnchorOptions,
): Promise<VerifyResult | undefined> {
  if (trustedPolicy === undefined && trustedCommit === undefined) return undefined;
  const { verifySignatures } = await import("../../trust/verify.js");
  return await verifySignatures({ root, images: [], partial: true, trustedPolicy, trustedCommit });
}
