import type { RecipeBuild } from "../model/build.js";
import { compilerFlags, type CompilerOptions } from "./compiler.js";
import { command, parallel, ran, recipe, type Skipped } from "./phases.js";

/** Options of `make`; all lists are words, never shell text. */
export interface MakeOptions extends CompilerOptions {
  /** Variables and targets of every call, such as `CC=gcc`. */
  readonly flags?: readonly string[];
  /** Words of a call before the build, such as `["defconfig"]`. Default: no call. */
  readonly configure?: readonly string[];
  /** Targets of the build phase. Default: the makefile's own. */
  readonly targets?: readonly string[];
  /** Target of the check phase, or all words of that call, such as `["XFAIL_TESTS=locale", "check"]`. Default: no check; `{ skip: "needs DejaGnu" }` says why. */
  readonly check?: string | readonly string[] | Skipped;
  /** Gives the flags for compilers in the environment instead, for a makefile that assigns them by `?=` or adds to them by `+=`. */
  readonly flagsInEnvironment?: boolean;
  /** Words of the install call. Default: `DESTDIR=/rootfs`, `PREFIX=/usr`, `install`. */
  readonly install?: readonly string[];
}

/**
 * A plain makefile: `make`, then `make install` into /rootfs (GNU Coding Standards, section "DESTDIR").
 *
 * A makefile that assigns CFLAGS hears of others only on make's command line: there they are given where `cflags`, `cxxflags`
 * or `ldflags` is, be it as an empty list. Without these the makefile's own count, unless it takes them from the environment.
 */
export function make(options: MakeOptions = {}): RecipeBuild {
  const flags = [...variables(options), ...(options.flags ?? [])];
  const check = ran(options.check);
  const install = options.install ?? ["PREFIX=/usr", "DESTDIR=/rootfs", "install"];
  return recipe(
    "make",
    ["make"],
    {
      configure: options.configure === undefined ? [] : [command("make", ...flags, ...options.configure)],
      build: [command("make", ...parallel, ...flags, ...(options.targets ?? []))],
      check: check === undefined ? [] : [command("make", ...flags, ...[check].flat())],
      install: [command("make", ...flags, ...install)],
    },
    options.flagsInEnvironment ? { ...options, env: { ...compilerFlags(options), ...options.env } } : options,
    { harden: options.harden },
  );
}

function variables(options: MakeOptions): string[] {
  const values = compilerFlags(options);
  if (options.flagsInEnvironment) return [];
  const compiled = options.cflags !== undefined || options.cxxflags !== undefined || options.ldflags !== undefined;
  return compiled ? Object.entries(values).map(([name, value]) => `${name}=${value}`) : [];
}
