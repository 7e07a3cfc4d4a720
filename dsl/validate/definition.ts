import type { Allowance } from "../model/allow.js";
import type { Build, Script } from "../model/build.js";
import type { ImageConfig, ProgramTest } from "../model/package.js";
import type { DefinedDependency } from "./dependencies.js";
import type { Platform, Stage } from "../model/platform.js";
import type { TaggedSource } from "../sources/kinds.js";
import type { VexStatement } from "../model/vex.js";

/** The files of an output, taken from the image of the whole build. */
export interface CutBuild {
  readonly kind: "cut";
  readonly from: string;
  readonly files: readonly string[];
}

/** A test of an image, a program with its text. */
export type DefinedTest = readonly string[] | (ProgramTest & { readonly text: string }) | Script;

/** A checked definition; every omitted list is empty. */
export interface Definition {
  readonly kind: "package" | "pallet";
  readonly name: string;
  readonly stage: Stage;
  /** The definition's file, from the tree's root. */
  readonly file: string;
  /** The name under which that file exports it. */
  readonly exportName: string;
  /** Upstream's version; undefined for a pallet. */
  readonly version: string | undefined;
  readonly description: string;
  /** SPDX expression; undefined for a pallet, whose licence is derived from its members'. */
  readonly license: string | undefined;
  readonly website: string | undefined;
  /** Package URL of upstream's project, without version. */
  readonly purl: string | undefined;
  /** CPE 2.3 of upstream's product, with `*` for the version. */
  readonly cpe: string | undefined;
  readonly aliases: readonly string[];
  readonly platforms: readonly Platform[];
  /** As they are listed, then the files of a vendored set. */
  readonly sources: readonly TaggedSource[];
  /** Patch files by their path from the tree's root. */
  readonly patches: readonly string[];
  /** What is known of vulnerabilities; patches by their path from the tree's root. */
  readonly vex: readonly VexStatement[];
  /** Other files of the package's folder, by their path from the tree's root. */
  readonly files: readonly string[];
  readonly licenseFiles: readonly string[];
  readonly base: DefinedDependency | undefined;
  readonly buildDeps: readonly DefinedDependency[];
  readonly runDeps: readonly DefinedDependency[];
  readonly imageBase: DefinedDependency | undefined;
  /** Commands and modules that its files bring; a pallet's are its members'. */
  readonly provides: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Undefined for a pallet. */
  readonly build: Build | CutBuild | undefined;
  readonly members: readonly DefinedDependency[];
  readonly setuid: readonly string[];
  /** Host seeds that may stand in for the image. */
  readonly standIns: readonly string[];
  readonly config: ImageConfig;
  readonly tests: readonly DefinedTest[];
  /** What the tests need beside the image and its run-time closure. */
  readonly testDeps: readonly DefinedDependency[];
  /** Findings on the built image that are right as they are. */
  readonly allow: readonly Allowance[];
  /** The name of the output that this image is, of the package that `build` cuts it from. */
  readonly output: string | undefined;
}
