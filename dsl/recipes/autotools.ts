import type { RecipeBuild } from "../model/build.js";
import { withDefaults } from "./flags.js";
import { compilerFlags, type CompilerOptions } from "./compiler.js";
import { command, parallel, ran, recipe, type Skipped } from "./phases.js";

/** Options of `autotools`; all lists are words, never shell text. */
export interface AutotoolsOptions extends CompilerOptions {
  /** Name of the script that configures. Default: "configure". */
  readonly script?: string;
  /** Flags of ./configure, after `--prefix=/usr`; a flag of the same name replaces that default. */
  readonly configure?: readonly string[];
  /** Results of tests that configure is not to run, such as `{ ac_cv_func_malloc_0_nonnull: "yes" }`. */
  readonly cache?: Readonly<Record<string, string>>;
  /** Regenerates configure with `autoreconf --force --install` first; a list adds flags, such as `["--include=m4"]`. */
  readonly autoreconf?: boolean | readonly string[];
  /** Directory below the source to build in, for packages that refuse to be built in place. Later phases and hooks run there. */
  readonly directory?: string;
  /** Variables and targets of the build call. */
  readonly make?: readonly string[];
  /** Target of the check phase, or all words of that call, such as `["XFAIL_TESTS=locale", "check"]`. Default: no check; `{ skip: "needs DejaGnu" }` says why. */
  readonly check?: string | readonly string[] | Skipped;
  /** Words of the install call. Default: `DESTDIR=/rootfs install`. */
  readonly install?: readonly string[];
  /** Installation prefix; false for a script that does not know the flag `--prefix`. Default: /usr. */
  readonly prefix?: string | false;
}

/**
 * `./configure && make && make install` into /rootfs (GNU Coding Standards, section "Managing Releases";
 * Autoconf manual, sections "Cache Variables" and "Compilers and Options").
 *
 * Flags of the compiler are in the environment (recipes/compiler), unless `cache` sets CFLAGS.
 * Packages of core and user keep no libtool archives: they name paths of the build, and linkers do without them.
 */
export function autotools(options: AutotoolsOptions = {}): RecipeBuild {
  const check = ran(options.check);
  const { script = "configure", autoreconf = false, directory, prefix = "/usr" } = options;
  const flags = withDefaults(prefix === false ? [] : [`--prefix=${prefix}`], options.configure ?? []);
  const env = options.cache?.["CFLAGS"] === undefined ? { ...compilerFlags(options), ...options.env } : options.env;
  const cache = Object.entries(options.cache ?? {}).map(([name, value]) => `${name}=${value}`);
  const depth =
    directory === undefined
      ? "."
      : directory
          .split("/")
          .map(() => "..")
          .join("/");
  return recipe(
    "autotools",
    ["make", ...(autoreconf === false ? [] : ["autoreconf"])],
    {
      prepare:
        autoreconf === false
          ? []
          : [command("autoreconf", "--force", "--install", ...(autoreconf === true ? [] : autoreconf))],
      configure: [
        ...(directory === undefined ? [] : [command("mkdir", "-p", directory), command("cd", directory)]),
        command(`${depth}/${script}`, ...flags, ...cache),
      ],
      build: [command("make", ...parallel, ...(options.make ?? []))],
      check: check === undefined ? [] : [command("make", ...[check].flat())],
      install: [command("make", ...(options.install ?? ["DESTDIR=/rootfs", "install"]))],
    },
    { ...options, ...(env && { env }) },
    { folders: directory === undefined ? [] : [directory], harden: options.harden },
  );
}
