/** The one module that a definition imports, beside other definitions. Everything here is pure. */
export { definePackage, definePallet } from "./model/package.js";
export type { ImageConfig, Package, PackageSpec, PalletSpec } from "./model/package.js";
export { cpan, crates, debian, github, gnu, kernel, npm, pypi, savannah, sourceforge } from "./model/mirrors.js";
export type { Source } from "./model/source.js";
export type { Platform } from "./model/platform.js";
export { sh } from "./model/script.js";
export { autotools } from "./recipes/autotools.js";
export { hostSeed } from "./recipes/host-seed.js";
export { make } from "./recipes/make.js";
export { directory, exec, fromScratch, unpack } from "./recipes/scratch.js";
