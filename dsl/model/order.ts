import type { ImageConfig, OutputSpec, PackageSpec, PalletSpec, ProgramTest } from "./package.js";
import type { RemoteSource, SeedSource, VendoredFile } from "./source.js";
import type { VexStatement } from "./vex.js";

/** The keys of a literal in the order in which definitions write them; tsc refuses a table that lacks one. */
function inOrder<T>(keys: { readonly [K in keyof Required<T>]: true }): readonly string[] {
  return Object.freeze(Object.keys(keys));
}

/** Fields of a package: what it is, what enters, what it stands on, how it is made, what comes of it. */
export const packageFields = inOrder<PackageSpec>({
  name: true,
  version: true,
  description: true,
  license: true,
  website: true,
  purl: true,
  cpe: true,
  aliases: true,
  platforms: true,
  sources: true,
  patches: true,
  vex: true,
  files: true,
  licenseFiles: true,
  base: true,
  buildDeps: true,
  runDeps: true,
  imageBase: true,
  provides: true,
  env: true,
  build: true,
  setuid: true,
  standIns: true,
  config: true,
  outputs: true,
  tests: true,
  testDeps: true,
  allow: true,
});

/** Fields of a pallet. */
export const palletFields = inOrder<PalletSpec>({
  name: true,
  description: true,
  aliases: true,
  platforms: true,
  members: true,
  config: true,
  tests: true,
  testDeps: true,
  allow: true,
});

/** Fields of a source, by kind. */
export const sourceFields = inOrder<RemoteSource>({
  url: true,
  mirrors: true,
  sha256: true,
  size: true,
  signature: true,
  name: true,
  extract: true,
  strip: true,
  into: true,
  only: true,
  nested: true,
});
export const seedFields = inOrder<SeedSource>({ seed: true, sha256: true, size: true });
export const vendoredFields = inOrder<VendoredFile>({ url: true, mirrors: true, sha256: true, size: true, name: true });

/** Fields of an output. */
export const outputFields = inOrder<OutputSpec>({
  description: true,
  files: true,
  runDeps: true,
  provides: true,
  tests: true,
  testDeps: true,
  allow: true,
});

/** Fields of a statement on a vulnerability. */
export const vexFields = inOrder<VexStatement>({
  vulnerability: true,
  status: true,
  date: true,
  justification: true,
  reason: true,
  patch: true,
});

/** Fields of a test that is a program. */
export const programFields = inOrder<ProgramTest>({ program: true, flags: true });

/** Fields of an image's configuration. */
export const configFields = inOrder<ImageConfig>({ user: true, env: true, entrypoint: true, cmd: true, workdir: true });

/**
 * Fields of packages, pallets and outputs whose lists mean the same in any order; they are written in byte order.
 * Mirrors, patches, dependencies, members and commands are used in the order in which they stand.
 */
export const unorderedLists: readonly string[] = Object.freeze([
  "aliases",
  "platforms",
  "files",
  "licenseFiles",
  "provides",
  "setuid",
]);
