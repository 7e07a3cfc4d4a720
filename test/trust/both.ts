import { spawnSync } from "node:child_process";
import type { FileVerdict } from "../../dsl/trust/images.js";
import { TrustError } from "../../dsl/trust/problem.js";
import { verifySignatures } from "../../dsl/trust/verify.js";
import type { Tree } from "./tree.js";

/** What both verifiers say of one tree. */
export interface Outcome {
  readonly code: number;
  readonly met: readonly string[];
  readonly files: readonly FileVerdict[];
  readonly text: string;
  readonly shellCode: number;
  readonly shellText: string;
}

/** Runs both verifiers on the tree. */
export async function runBoth(tree: Tree, trusted: string = tree.policySha256): Promise<Outcome> {
  const shell = spawnSync("scripts/verify-signatures", ["--trusted-policy", trusted], {
    env: { ...process.env, STAGEX_ROOT: tree.root },
  });
  const common = { shellCode: shell.status ?? -1, shellText: shell.stdout.toString() + shell.stderr.toString() };
  try {
    const result = await verifySignatures({ root: tree.root, trustedPolicy: trusted });
    const text = [
      ...result.problems.map((problem) => `${problem.path}:${problem.line ?? 1}: ${problem.message}`),
      ...result.refusedKeys.map((key) => `${key.path}: ${key.reason}`),
    ].join("\n");
    return {
      ...common,
      code: result.met ? 0 : 1,
      met: result.images.filter((image) => image.met).map((image) => image.image),
      files: result.images.flatMap((image) => image.files),
      text,
    };
  } catch (error) {
    if (error instanceof TrustError)
      return { ...common, code: error.exitCode, met: [], files: [], text: error.message };
    throw error;
  }
}
