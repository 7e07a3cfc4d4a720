import type { RecipeBuild } from "../model/build.js";
import { command, parallel, recipe, type RecipeOptions } from "./phases.js";

/** Options of `make`; all lists are words, never shell text. */
export interface MakeOptions extends RecipeOptions {
  /** Variables and targets of every call, such as `CC=gcc`. */
  readonly flags?: readonly string[];
  /** Words of a call before the build, such as `["defconfig"]`. Default: no call. */
  readonly configure?: readonly string[];
  /** Targets of the build phase. Default: the makefile's own. */
  readonly targets?: readonly string[];
  /** Target of the check phase, or all words of that call, such as `["XFAIL_TESTS=locale", "check"]`. Default: no check. */
  readonly check?: string | readonly string[];
  /** Words of the install call. Default: `DESTDIR=/rootfs`, `PREFIX=/usr`, `install`. */
  readonly install?: readonly string[];
}

/** A plain makefile: `make`, then `make install` into /rootfs (GNU Coding Standards, section "DESTDIR"). */
export function make(options: MakeOptions = {}): RecipeBuild {
  const flags = options.flags ?? [];
  const install = options.install ?? ["PREFIX=/usr", "DESTDIR=/rootfs", "install"];
  return recipe(
    "make",
    ["make"],
    {
      configure: options.configure === undefined ? [] : [command("make", ...flags, ...options.configure)],
      build: [command("make", ...parallel, ...flags, ...(options.targets ?? []))],
      check: options.check === undefined ? [] : [command("make", ...flags, ...[options.check].flat())],
      install: [command("make", ...flags, ...install)],
    },
    options,
  );
}
