import type { RecipeBuild } from "../model/build.js";
import { command, parallel, recipe, type RecipeOptions } from "./phases.js";

/** Options of `autotools`; all lists are words, never shell text. */
export interface AutotoolsOptions extends RecipeOptions {
  /** Flags of ./configure, after `--prefix=/usr`. */
  readonly configure?: readonly string[];
  /** Variables and targets of the build call. */
  readonly make?: readonly string[];
  /** Target of the check phase. Default: no check. */
  readonly check?: string;
  /** Words of the install call. Default: `DESTDIR=/rootfs install`. */
  readonly install?: readonly string[];
  /** Installation prefix. Default: /usr. */
  readonly prefix?: string;
}

/** `./configure && make && make install` into /rootfs (GNU Coding Standards, section "Managing Releases"). */
export function autotools(options: AutotoolsOptions = {}): RecipeBuild {
  const prefix = options.prefix ?? "/usr";
  return recipe(
    "autotools",
    ["make"],
    {
      configure: [command("./configure", `--prefix=${prefix}`, ...(options.configure ?? []))],
      build: [command("make", ...parallel, ...(options.make ?? []))],
      check: options.check === undefined ? [] : [command("make", options.check)],
      install: [command("make", ...(options.install ?? ["DESTDIR=/rootfs", "install"]))],
    },
    options,
  );
}
