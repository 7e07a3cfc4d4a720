import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  consistencyProof,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  rootOf,
} from "../../dsl/trust/merkle.js";

// The vectors of the first implementation of certificate transparency.
const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const roots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const hashes = leaves.map((hex) => leafHash(Buffer.from(hex, "hex")));

test("roots are those of known trees", () => {
  expect(rootOf([]).toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(roots.map((_, index) => rootOf(hashes.slice(0, index + 1)).toString("hex"))).toEqual(roots);
});

const trees = fc
  .integer({ min: 1, max: 70 })
  .map((size) => Array.from({ length: size }, (_, index) => leafHash(`leaf ${index}`)));
const pair = trees.chain((tree) => fc.tuple(fc.constant(tree), fc.nat(tree.length - 1)));

test("each leaf has a proof of few hashes, which proves nothing else", () => {
  void fc.assert(
    fc.property(pair, ([tree, index]) => {
      const [root, proof] = [rootOf(tree), inclusionProof(tree, index)];
      expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(tree.length)));
      expect(isIncluded(tree[index]!, index, tree.length, proof, root)).toBe(true);
      expect(isIncluded(leafHash("other"), index, tree.length, proof, root)).toBe(false);
      expect(isIncluded(tree[index]!, tree.length, tree.length, proof, root)).toBe(false);
      expect(isIncluded(tree[index]!, index, tree.length, [...proof, root], root)).toBe(false);
      if (proof.length > 0) expect(isIncluded(tree[index]!, index, tree.length, proof.slice(1), root)).toBe(false);
    }),
  );
});

test("a tree that grew is proved to have grown, and a fork is not", () => {
  void fc.assert(
    fc.property(pair, ([tree, before]) => {
      const [from, to] = [before + 1, tree.length];
      const [earlier, later] = [rootOf(tree.slice(0, from)), rootOf(tree)];
      const proof = consistencyProof(tree, from);
      expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(tree.length)) + 1);
      expect(isConsistent({ size: from, root: earlier }, { size: to, root: later }, proof)).toBe(true);
      const forked = rootOf([...tree.slice(0, from - 1), leafHash("other")]);
      expect(isConsistent({ size: from, root: forked }, { size: to, root: later }, proof)).toBe(false);
      if (from < to) expect(isConsistent({ size: to, root: later }, { size: from, root: earlier }, proof)).toBe(false);
      expect(isConsistent({ size: from, root: earlier }, { size: to, root: later }, [...proof, later])).toBe(false);
    }),
  );
});
