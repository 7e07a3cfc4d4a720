import type { Allowance } from "./allow.js";
import type { Build, Script } from "./build.js";
import type { Dependency, TestDependency } from "./dependency.js";
import type { Platform } from "./platform.js";
import type { Source } from "./source.js";
import type { VexStatement } from "./vex.js";

/** The run-time part of an OCI image configuration (OCI image specification, section "Image Configuration"). */
export interface ImageConfig {
  /** `uid:gid`, numeric. */
  readonly user?: string;
  /** Environment of the started program. */
  readonly env?: Readonly<Record<string, string>>;
  /** Program and leading arguments; the program by its absolute path. */
  readonly entrypoint?: readonly string[];
  /** Default arguments. */
  readonly cmd?: readonly string[];
  /** Absolute directory in which the program starts. */
  readonly workdir?: string;
}

/** An image cut from the files of a package's build: `user-vim` with the output `xxd` gives the image `user-vim-xxd`. */
export interface OutputSpec {
  /** One line, a noun phrase without a full stop. */
  readonly description: string;
  /** Absolute paths in the package's image; a folder stands for everything in it, `*` and `?` for letters of one name. Each must match. */
  readonly files: readonly string[];
  /** What these files need beside them at run time. */
  readonly runDeps?: readonly Dependency[];
  /** Commands that these files bring. */
  readonly provides?: readonly string[];
  /** Run in the finished image of these files. */
  readonly tests?: readonly ImageTest[];
  /** What the tests need beside that, such as a compiler. */
  readonly testDeps?: readonly TestDependency[];
  /** Findings of `defs prove` that are right as they are. */
  readonly allow?: readonly Allowance[];
}

/** A program to compile in the finished image, and to run there. */
export interface ProgramTest {
  /** Its text, a file in the package's own folder: `cc` compiles NAME.c, and `c++` NAME.cc. */
  readonly program: string;
  /** Further words for the compiler, after the file, such as `["-lz"]`. */
  readonly flags?: readonly string[];
}

/**
 * A command by its words, run without a shell; a program that is compiled first; or shell text for an image that has a
 * shell. It succeeds with exit status 0.
 */
export type ImageTest = readonly string[] | ProgramTest | Script;

/** The command that compiles the program of a test, by the ending of its name. */
export function compilerOf({ program }: ProgramTest): "c++" | "cc" {
  return program.endsWith(".cc") ? "c++" : "cc";
}

/** What the author of a package writes down. Every dependency is an imported value. */
export interface PackageSpec {
  /** `<stage>-<file>`, the one spelling for image, make target, digest line and messages. */
  readonly name: string;
  /** Upstream's version. */
  readonly version: string;
  /** One line, a noun phrase without a full stop. */
  readonly description: string;
  /** SPDX licence expression. */
  readonly license: string;
  /** Upstream's home page. */
  readonly website: string;
  /** Upstream's project as a package URL without version, such as "pkg:github/madler/zlib" (Package URL specification): scanners find it by this. */
  readonly purl?: string;
  /** Upstream's product in the national vulnerability database, with `*` for the version: "cpe:2.3:a:zlib:zlib:*:*:*:*:*:*:*:*" (CPE 2.3, NISTIR 7695). */
  readonly cpe?: string;
  /** Further make targets that build this image, such as "stage3". */
  readonly aliases?: readonly string[];
  /** Platforms it is built for. Default: linux/amd64. */
  readonly platforms?: readonly Platform[];
  /** Files from outside, fetched and checked before the build. */
  readonly sources?: readonly Source[];
  /** Patch files in the package's own folder, applied in this order with `patch -p1`, word for word. */
  readonly patches?: readonly string[];
  /** What is known of vulnerabilities: whether this package, as built here, has them, and why. */
  readonly vex?: readonly VexStatement[];
  /** Other files in the package's own folder that the build reads, as `/files/NAME`. */
  readonly files?: readonly string[];
  /** Licence texts, by path below the build directory: installed in /usr/share/licenses/NAME/. */
  readonly licenseFiles?: readonly string[];
  /** The image that the build stage starts from. Default: nothing at all. */
  readonly base?: Dependency;
  /** Root filesystems laid into the build stage, each with its run-time closure. */
  readonly buildDeps?: readonly Dependency[];
  /** What the built files need beside them at run time; never copied into the package's own image. */
  readonly runDeps?: readonly Dependency[];
  /** The image whose layers and configuration come first. Default: core-filesystem in core and user, else "scratch". */
  readonly imageBase?: Dependency | "scratch";
  /**
   * Commands that it brings, archive formats included ("tar", "xz"), and modules as "python:installer" or "perl:Module::Build".
   * What a recipe, a source or a patch needs must be provided by something in the build.
   */
  readonly provides?: readonly string[];
  /** Environment of the build stage. */
  readonly env?: Readonly<Record<string, string>>;
  /** How the files come to be: they are whatever the build leaves under /rootfs. */
  readonly build: Build;
  /** Files that may be setuid or setgid, by absolute path. Any other is refused when the image is packed. */
  readonly setuid?: readonly string[];
  /**
   * Locked lists in bootstrap/host-seeds/ that may stand in for this image: `make SEED=NAME` builds with one of them. Only
   * what does not depend on the choice may be published.
   */
  readonly standIns?: readonly string[];
  /** Run-time configuration of the image. */
  readonly config?: ImageConfig;
  /** Further images cut from this build by lists of files; the package's own image holds all of them. */
  readonly outputs?: Readonly<Record<string, OutputSpec>>;
  /** Run in the finished image, with what it needs at run time and without network; no part of its identity. */
  readonly tests?: readonly ImageTest[];
  /** What the tests need beside that, such as a compiler, each with its run-time closure; the files of the image itself win. By name where an import would lead in a circle. */
  readonly testDeps?: readonly TestDependency[];
  /** Findings of `defs prove` on the built image that are right as they are, each with its reason; counted. */
  readonly allow?: readonly Allowance[];
}

/** What the author of a pallet writes down: a list of packages to be one image. Its licence is derived from theirs. */
export interface PalletSpec {
  /** `pallet-<file>`. */
  readonly name: string;
  /** One line, a noun phrase without a full stop. */
  readonly description: string;
  /** Further make targets that build this image. */
  readonly aliases?: readonly string[];
  /** Platforms it is composed for. Default: linux/amd64. */
  readonly platforms?: readonly Platform[];
  /** Images whose layers make up the pallet, in order, each with its run-time closure. */
  readonly members: readonly Dependency[];
  /** Run-time configuration, over that of the first member. */
  readonly config?: ImageConfig;
  /** Run in the finished image without network; no part of its identity. */
  readonly tests?: readonly ImageTest[];
  /** What the tests need beside that, such as a compiler, each with its run-time closure; the files of the image itself win. By name where an import would lead in a circle. */
  readonly testDeps?: readonly TestDependency[];
  /** Findings of `defs prove` on the built image that are right as they are, each with its reason; counted. */
  readonly allow?: readonly Allowance[];
}

/** A package with files of its own. */
export interface BuiltPackage extends PackageSpec {
  readonly kind: "package";
}

/** An image composed of other images' layers. */
export interface Pallet extends PalletSpec {
  readonly kind: "pallet";
}

/** Anything that becomes an image and can be depended on. */
export type Package = BuiltPackage | Pallet;

/** Makes a package of its definition. Checks nothing: `defs check` does, and names the line. */
export function definePackage(spec: PackageSpec): BuiltPackage {
  return Object.freeze({ ...spec, kind: "package" as const });
}

/** Makes a pallet of its definition. */
export function definePallet(spec: PalletSpec): Pallet {
  return Object.freeze({ ...spec, kind: "pallet" as const });
}
