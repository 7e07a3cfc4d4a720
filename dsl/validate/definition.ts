import type { Build } from "../model/build.js";
import type { ImageConfig } from "../model/package.js";
import type { Platform, Stage } from "../model/platform.js";
import type { Source } from "../model/source.js";

/** A checked definition. Every reference to a package is its image name; every omitted list is empty. */
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
  readonly aliases: readonly string[];
  readonly platforms: readonly Platform[];
  readonly sources: readonly Source[];
  /** Patch files by their path from the tree's root. */
  readonly patches: readonly string[];
  readonly base: string | undefined;
  readonly buildDeps: readonly string[];
  readonly runDeps: readonly string[];
  readonly imageBase: string | undefined;
  /** Commands and modules that its files bring; a pallet's are its members'. */
  readonly provides: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Undefined for a pallet. */
  readonly build: Build | undefined;
  readonly members: readonly string[];
  readonly setuid: readonly string[];
  readonly config: ImageConfig;
}
