import { putImages } from "./generated.js";
import { createHash } from "node:crypto";
import { cpSync, lstatSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { signatureDirectory } from "../../dsl/trust/signatures.js";
import type { Policy } from "../../dsl/trust/policy.js";
import { writePayload } from "../../dsl/trust/payload.js";
import { type Gpg, now, put } from "./gpg.js";

export const repository = "docker.io/stagex";
/** A pin that `pin` has to replace, when the key files are there. */
export const unpinned = "0".repeat(64);
export const always = { from: "2020-01-01", until: "2090-01-01", sha256: unpinned };

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
  /** The policy as it was made, and as it is written, with the SHA-256 of each key's file. */
  readonly unpinned: Policy;
  readonly policy: Policy;
  readonly images: readonly string[];
  digest(image: string): string;
  /** Path of the image's signature file with this number. */
  path(image: string, number: number | string): string;
  payload(image: string, timestamp?: number): string;
  put(path: string, content: string | Buffer): void;
  /** Writes the SHA-256 of the key files into the policy, as far as it has none. */
  pin(): void;
  remove(): void;
}

/** The policy with the SHA-256 of the key files below `root` where it has none. */
export function pinned(root: string, policy: Policy): Policy {
  const pin = (fingerprint: string): string => {
    const path = join(root, `keys/${fingerprint}.asc`);
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? sha(readFileSync(path)) : unpinned;
  };
  return {
    ...policy,
    people: policy.people.map((person) => ({
      ...person,
      keys: person.keys.map((key) => (key.sha256 === unpinned ? { ...key, sha256: pin(key.fingerprint) } : key)),
    })),
  };
}

class TreeOfFiles implements Tree {
  policySha256 = "";
  policy: Policy;
  readonly images: readonly string[];
  constructor(
    readonly root: string,
    readonly unpinned: Policy,
    images: readonly string[],
  ) {
    this.images = [...images].sort();
    this.policy = unpinned;
    this.pin();
  }
  pin(): void {
    this.policy = pinned(this.root, this.unpinned);
    const text = `${JSON.stringify(this.policy, null, 2)}\n`;
    put(this.root, "keys/policy.json", text);
    this.policySha256 = sha(text);
  }
  digest(image: string): string {
    return sha(`image ${image}`);
  }
  path(image: string, number: number | string): string {
    return `${signatureDirectory(this.policy.repository, image, this.digest(image))}/signature-${number}`;
  }
  payload(image: string, timestamp = now()): string {
    const claim = { name: `${this.policy.repository}/${image}`, tag: "1.2", digest: this.digest(image) };
    return writePayload({ ...claim, platform: "linux/amd64" }, timestamp);
  }
  put(path: string, content: string | Buffer): void {
    put(this.root, path, content);
  }
  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function makeTree(gpg: Gpg | undefined, policy: Policy, images: readonly string[]): Tree {
  const root = mkdtempSync("/tmp/tt-");
  for (const person of policy.people)
    for (const key of person.keys) if (gpg) put(root, `keys/${key.fingerprint}.asc`, gpg.exportKey(key.fingerprint));
  const tree = new TreeOfFiles(root, policy, images);
  putImages(
    root,
    tree.images.map((name) => ({ name, version: "1.2" })),
  );
  put(root, "digests/linux-amd64/core.txt", tree.images.map((image) => `${tree.digest(image)} ${image}\n`).join(""));
  return tree;
}

/** The same tree in a directory of its own. */
export function copyTree(tree: Tree): Tree {
  const root = mkdtempSync("/tmp/tt-");
  cpSync(tree.root, root, { recursive: true });
  return new TreeOfFiles(root, tree.unpinned, tree.images);
}
