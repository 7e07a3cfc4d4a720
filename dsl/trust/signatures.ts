import { join } from "node:path";
import { lstat } from "node:fs/promises";
import { kindOf, listUntrusted } from "./files.js";

/** Most signature files of one image that podman and skopeo read. */
export const signatureCount = 128;

/** Directory of the signatures on one image: `signatures/stagex/core-zlib@sha256=<hex>` (containers-registries.d(5)). */
export function signatureDirectory(repository: string, image: string, digest: string): string {
  return `signatures/${repositoryPath(repository)}/${image}@sha256=${digest}`;
}

/** A repository name without its host: `stagex` of `docker.io/stagex`. */
export function repositoryPath(repository: string): string {
  return repository.slice(repository.indexOf("/") + 1);
}

/** Files to look at in a signature directory, in order of their number, and those with the reason why they have no effect. */
export interface SignatureListing {
  readonly usable: readonly string[];
  readonly refused: readonly { name: string; reason: string }[];
}

/** Name of the file of one signer, who is named by the primary fingerprint. */
export function signerFile(fingerprint: string): string {
  return `${fingerprint}.sig`;
}

/** The primary fingerprint that a file's name states; undefined for a numbered file. */
export function signerOf(name: string): string | undefined {
  return /^([0-9A-F]{40})\.sig$/.exec(name)?.[1];
}

const fileName = /^signature-([1-9][0-9]{0,5})$/;

/**
 * Lists the signatures of one directory: `<PRIMARY FINGERPRINT>.sig`, one for each signer, as the repository has them, and
 * `signature-1` upwards until the first gap, as podman finds them; at most 128 of each.
 */
export async function listSignatures(root: string, directory: string): Promise<SignatureListing> {
  const refused: { name: string; reason: string }[] = [];
  const numbers: number[] = [];
  const named: string[] = [];
  for (const name of await listUntrusted(root, directory)) {
    if (signerOf(name) !== undefined) {
      if (named.length < signatureCount) named.push(name);
      else refused.push({ name, reason: `only ${signatureCount} signatures are read` });
      continue;
    }
    const number = Number(fileName.exec(name)?.[1] ?? 0);
    if (number === 0) refused.push({ name, reason: await refuseName(join(root, directory), name) });
    else numbers.push(number);
  }
  const usable = numbers
    .sort((one, other) => one - other)
    .filter((number, index) => number === index + 1 && number <= signatureCount);
  for (const number of numbers.slice(usable.length)) {
    const reason =
      number > signatureCount
        ? `only ${signatureCount} signatures are read`
        : `signature-${usable.length + 1} is missing, and podman stops at the gap`;
    refused.push({ name: `signature-${number}`, reason });
  }
  return { usable: [...named, ...usable.map((number) => `signature-${number}`)], refused };
}

async function refuseName(directory: string, name: string): Promise<string> {
  const kind = await lstat(join(directory, name)).then(kindOf, () => "not readable");
  return `not a name of the form <FINGERPRINT>.sig or signature-<N>, N from 1 (it is ${kind})`;
}
