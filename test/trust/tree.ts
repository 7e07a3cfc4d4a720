import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { signatureDirectory } from "../../dsl/trust/signatures.js";
import type { Policy } from "../../dsl/trust/policy.js";
import { writePayload } from "../../dsl/trust/payload.js";
import { type Gpg, now, put } from "./gpg.js";

export const repository = "docker.io/stagex";
const always = { from: "2020-01-01", until: "2090-01-01" };

/** A policy of people `signer 1` and so on, each with the keys given, all in one role. */
export function makePolicy(keys: readonly (readonly string[])[], need: number, change: Partial<Policy> = {}): Policy {
  const people = keys.map((fingerprints, index) => ({
    name: `signer ${index + 1}`,
    keys: fingerprints.map((fingerprint) => ({ fingerprint, ...always })),
  }));
  const threshold = { role: "rebuilder", need };
  return {
    schema: 1,
    version: 1,
    previous: null,
    expires: "2090-01-01",
    repository,
    minimumRelease: 1,
    people,
    roles: { rebuilder: people.map((person) => person.name) },
    thresholds: {
      bootstrap: threshold,
      core: threshold,
      user: threshold,
      pallet: threshold,
      release: threshold,
      policy: threshold,
    },
    ...change,
  };
}

export function sha(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A tree with a policy, keys, a graph and digests of some core images, all of version 1.2. */
export interface Tree {
  readonly root: string;
  readonly policySha256: string;
  readonly images: readonly string[];
  digest(image: string): string;
  /** Path of the image's signature file with this number. */
  path(image: string, number: number | string): string;
  payload(image: string, timestamp?: number): string;
  put(path: string, content: string | Buffer): void;
  remove(): void;
}

export function makeTree(gpg: Gpg | undefined, policy: Policy, images: readonly string[]): Tree {
  const root = mkdtempSync("/tmp/tt-");
  const text = `${JSON.stringify(policy, null, 2)}\n`;
  const sorted = [...images].sort();
  const digest = (image: string): string => sha(`image ${image}`);
  put(root, "keys/policy.json", text);
  for (const person of policy.people)
    for (const key of person.keys) if (gpg) put(root, `keys/${key.fingerprint}.asc`, gpg.exportKey(key.fingerprint));
  put(
    root,
    "generated/graph.json",
    JSON.stringify({
      schema: 1,
      images: sorted.map((name) => ({ name, stage: "core", platforms: ["linux/amd64"], version: "1.2", deps: [] })),
    }),
  );
  put(root, "digests/linux-amd64/core.txt", sorted.map((image) => `${digest(image)} ${image}\n`).join(""));
  return {
    root,
    policySha256: sha(text),
    images: sorted,
    digest,
    path: (image, number) => `${signatureDirectory(policy.repository, image, digest(image))}/signature-${number}`,
    payload: (image, timestamp = now()) =>
      writePayload({ name: `${policy.repository}/${image}`, tag: "1.2", digest: digest(image) }, timestamp),
    put: (path, content) => put(root, path, content),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The same tree in a directory of its own. */
export function copyTree(tree: Tree): Tree {
  const root = mkdtempSync("/tmp/tt-");
  cpSync(tree.root, root, { recursive: true });
  return {
    ...tree,
    root,
    put: (path, content) => put(root, path, content),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
