import { createHash } from "node:crypto";

/** SHA-256 of a leaf of a Merkle tree (RFC 9162, section 2.1.1). */
export function leafHash(leaf: string | Uint8Array): Buffer {
  return createHash("sha256").update(Buffer.of(0)).update(leaf).digest();
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash("sha256").update(Buffer.of(1)).update(left).update(right).digest();
}

/** The largest power of two below `size`, which is at least 2: where the tree is split. */
function split(size: number): number {
  return 2 ** Math.floor(Math.log2(size - 1));
}

/** The root of a Merkle tree over the hashes of its leaves (RFC 9162, section 2.1.1); that of no leaf is the hash of nothing. */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  const [first] = hashes;
  if (first === undefined) return createHash("sha256").digest();
  if (hashes.length === 1) return first;
  const at = split(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, at)), rootOf(hashes.slice(at)));
}

/** The hashes that lead from a leaf to the root (RFC 9162, section 2.1.3.1). @param index of the leaf, from 0. */
export function inclusionProof(hashes: readonly Buffer[], index: number): Buffer[] {
  if (hashes.length <= 1) return [];
  const at = split(hashes.length);
  const [left, right] = [hashes.slice(0, at), hashes.slice(at)];
  return index < at
    ? [...inclusionProof(left, index), rootOf(right)]
    : [...inclusionProof(right, index - at), rootOf(left)];
}

/** The hashes that show a tree of the first `size` leaves to be the beginning of this one (RFC 9162, section 2.1.4.1). */
export function consistencyProof(hashes: readonly Buffer[], size: number): Buffer[] {
  return size === 0 || size === hashes.length ? [] : subProof(hashes, size, true);
}

function subProof(hashes: readonly Buffer[], size: number, whole: boolean): Buffer[] {
  if (size === hashes.length) return whole ? [] : [rootOf(hashes)];
  const at = split(hashes.length);
  const [left, right] = [hashes.slice(0, at), hashes.slice(at)];
  return size <= at
    ? [...subProof(left, size, whole), rootOf(right)]
    : [...subProof(right, size - at, false), rootOf(left)];
}

/** Whether a proof leads from a leaf's hash to a root (RFC 9162, section 2.1.3.2). */
export function isIncluded(hash: Buffer, index: number, size: number, proof: readonly Buffer[], root: Buffer): boolean {
  if (index < 0 || index >= size) return false;
  let [node, last, found] = [index, size - 1, hash];
  for (const next of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      found = nodeHash(next, found);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else found = nodeHash(found, next);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && found.equals(root);
}

/** A tree that somebody saw: how many leaves it had, and its root. */
export interface Head {
  readonly size: number;
  readonly root: Buffer;
}

/** Whether a proof shows one tree to be the beginning of another (RFC 9162, section 2.1.4.2). */
export function isConsistent(from: Head, to: Head, proof: readonly Buffer[]): boolean {
  if (from.size > to.size) return false;
  if (from.size === to.size) return proof.length === 0 && from.root.equals(to.root);
  if (from.size === 0) return proof.length === 0;
  const path = Number.isInteger(Math.log2(from.size)) ? [from.root, ...proof] : [...proof];
  let [node, last] = [from.size - 1, to.size - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  const [start, ...rest] = path;
  if (start === undefined) return false;
  let [earlier, later] = [start, start];
  for (const next of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [earlier, later] = [nodeHash(next, earlier), nodeHash(next, later)];
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else later = nodeHash(later, next);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && earlier.equals(from.root) && later.equals(to.root);
}
