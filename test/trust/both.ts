import { spawnSync } from "node:child_process";
import type { FileVerdict } from "../../dsl/trust/images.js";
import { TrustError } from "../../dsl/trust/problem.js";
import { verifySignatures } from "../../dsl/trust/verify.js";
import { keep } from "./keep.js";
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

/** What a verifier has to know of a tree. */
export type Judged = Pick<Tree, "root" | "policySha256">;

/** Runs the verifier in shell; `STAGEX_TEST_GPG` names a directory with another gpg. */
export function runShell(tree: Judged, args: readonly string[] = [], trusted = tree.policySha256, env: object = {}) {
  const path = [process.env["STAGEX_TEST_GPG"] ?? "", process.env["PATH"]].filter(Boolean).join(":");
  const run = spawnSync("scripts/verify-signatures", ["--trusted-policy", trusted, ...args], {
    env: { ...process.env, PATH: path, STAGEX_ROOT: tree.root, ...env },
  });
  return { code: run.status ?? -1, text: run.stdout.toString() + run.stderr.toString() };
}

/** Runs both verifiers on the tree. */
export async function runBoth(tree: Judged, trusted: string = tree.policySha256): Promise<Outcome> {
  keep(tree.root, trusted);
  const shell = runShell(tree, [], trusted);
  const common = { shellCode: shell.code, shellText: shell.text };
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
