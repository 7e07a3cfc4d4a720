/** The one module that a definition imports, beside other definitions. Everything here is pure. */
export type { Allowance } from "./model/allow.js";
export { on, output, pin } from "./model/dependency.js";
export type { Dependency, TestDependency } from "./model/dependency.js";
export { definePackage, definePallet } from "./model/package.js";
export type {
  ImageConfig,
  ImageTest,
  OutputSpec,
  Package,
  PackageSpec,
  PalletSpec,
  ProgramTest,
} from "./model/package.js";
export {
  cpan,
  crates,
  debian,
  github,
  gnu,
  goModule,
  kernel,
  npm,
  pypi,
  savannah,
  sourceforge,
} from "./model/mirrors.js";
export type { Source, VendoredFile } from "./model/source.js";
export type { VexStatement } from "./model/vex.js";
export type { Platform } from "./model/platform.js";
export { buildTriplet, byPlatform, triplet } from "./model/platform-text.js";
export type { PlatformText } from "./model/platform-text.js";
export { sh } from "./model/script.js";
export { autotools } from "./recipes/autotools.js";
export { cargo } from "./recipes/cargo.js";
export { cmake } from "./recipes/cmake.js";
export { compilerFlags } from "./recipes/compiler.js";
export { copy } from "./recipes/copy.js";
export { go } from "./recipes/go.js";
export { goToolchain } from "./recipes/go-toolchain.js";
export { hostSeed } from "./recipes/host-seed.js";
export type { Skipped } from "./recipes/phases.js";
export { make } from "./recipes/make.js";
export { meson } from "./recipes/meson.js";
export { perl } from "./recipes/perl.js";
export { python } from "./recipes/python.js";
export { directory, exec, fromScratch, keep, mountSources, unpack } from "./recipes/scratch.js";
