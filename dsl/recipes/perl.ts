import type { Command, RecipeBuild } from "../model/build.js";
import { withDefaults } from "./flags.js";
import { command, parallel, ran, recipe, type RecipeOptions, type Skipped } from "./phases.js";

/** Options of `perl`; all lists are words, never shell text. */
export interface PerlOptions extends RecipeOptions {
  /** The script that configures the distribution. Default: "Makefile.PL". */
  readonly script?: "Makefile.PL" | "Build.PL";
  /** Words given to that script; one of the same name replaces a default. */
  readonly configure?: readonly string[];
  /** Runs the distribution's tests. Default: no check; `{ skip: "needs DejaGnu" }` says why. */
  readonly check?: boolean | Skipped;
}

/** No questions, no downloads of further modules, and one order of hashes. */
const environment = { PERL_MM_USE_DEFAULT: "1", PERL_AUTOINSTALL: "--skipdeps", PERL_HASH_SEED: "0" };

/**
 * A Perl distribution, installed into the vendor directories without .packlist and perllocal.pod, which name the moment
 * of installation (ExtUtils::MakeMaker, "make install" and "NO_PERLLOCAL"; Module::Build, "INSTALL PATHS").
 */
export function perl(options: PerlOptions = {}): RecipeBuild {
  const makefile = (options.script ?? "Makefile.PL") === "Makefile.PL";
  const phases = makefile ? withMakefile(options) : withBuild(options);
  return recipe("perl", makefile ? ["perl", "make"] : ["perl", "perl:Module::Build"], phases, {
    ...options,
    env: { ...environment, ...options.env },
  });
}

type Phases = Record<"configure" | "build" | "check" | "install", Command[]>;

function withMakefile({ configure = [], check }: PerlOptions): Phases {
  return {
    configure: [
      command(
        "perl",
        "Makefile.PL",
        ...withDefaults(["INSTALLDIRS=vendor", "NO_PACKLIST=1", "NO_PERLLOCAL=1"], configure),
      ),
    ],
    build: [command("make", ...parallel)],
    check: ran(check) === true ? [command("make", "test")] : [],
    install: [command("make", "DESTDIR=/rootfs", "install")],
  };
}

function withBuild({ configure = [], check }: PerlOptions): Phases {
  return {
    configure: [
      command("perl", "Build.PL", ...withDefaults(["--installdirs=vendor", "--create_packlist=0"], configure)),
    ],
    build: [command("./Build")],
    check: ran(check) === true ? [command("./Build", "test")] : [],
    install: [command("./Build", "install", "--destdir=/rootfs")],
  };
}
