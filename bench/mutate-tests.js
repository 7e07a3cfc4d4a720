/** Files that take bytes apart, which is tried on every file of the corpora. */
export const readers = new Set(
  [
    "armour",
    "digests",
    "graph",
    "json",
    "message",
    "packets",
    "payload",
    "policy",
    "recode",
    "revocation",
    "self-signatures",
  ].map((name) => `dsl/trust/${name}.ts`),
);

/** Files that judge trees, with the corpora on which the verifier in shell is tried; that in TypeScript is tried on all. */
export const corporaOf = {
  ...Object.fromEntries(
    [
      "signature",
      "signatures",
      "images",
      "verify",
      "anchor",
      "approval",
      "files",
      "keys",
      "release",
      "log",
      "lint",
      "digests",
      "graph",
    ].map((name) => [`dsl/trust/${name}.ts`, []]),
  ),
  "scripts/lib/trust-message.awk": ["bad-inputs", "hostile-messages"],
  "scripts/lib/trust-judge.awk": ["bad-inputs", "hostile-messages", "verify", "hostile-keys"],
  "scripts/lib/trust-policy.awk": ["hostile-policies"],
  "scripts/lib/trust-keys.awk": ["bad-inputs", "hostile-keys"],
  "scripts/lib/trust-list.awk": ["tree-inputs", "hostile-files"],
  "scripts/lib/trust-graph.awk": ["hostile-tree", "hostile-files"],
  "scripts/verify-signatures": ["bad-inputs", "hostile-tree", "tree-inputs", "hostile-files", "hostile-keys"],
};

const own = (...names) => names.map((name) => `test/trust/${name}.test.ts`);

/** Files that judge no tree, and their tests. */
export const testsOf = {
  "dsl/trust/merkle.ts": own("merkle"),
  "dsl/trust/seen.ts": own("release"),
  "dsl/trust/layout.ts": own("layout"),
  "dsl/trust/history.ts": own("history"),
  "dsl/trust/commit.ts": own("history"),
  "dsl/trust/collect.ts": own("collect"),
  "dsl/trust/export.ts": own("export"),
  "dsl/trust/place.ts": own("commands", "collect"),
  "dsl/trust/gpg.ts": own("commands"),
  "dsl/trust/problem.ts": own("commands", "lint"),
  "dsl/trust/sign.ts": ["test/scripts/sign.test.ts"],
  "dsl/trust/sign-policy.ts": own("commands"),
  "dsl/trust/prepare-policy.ts": own("commands"),
  "dsl/pictures/code.ts": own("pictures"),
  "dsl/pictures/parts.ts": own("pictures"),
  "dsl/pictures/carry.ts": own("pictures"),
};
