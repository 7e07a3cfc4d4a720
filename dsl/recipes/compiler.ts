import type { FlagVariable, Harden } from "../model/harden.js";
import { protecting } from "../model/platform-text.js";
import type { RecipeOptions } from "./phases.js";

/** Options of recipes that compile C or C++; all lists are words, never shell text. */
export interface CompilerOptions extends RecipeOptions {
  /** Words for the C compiler after the usual ones, such as `["-std=gnu17"]`. */
  readonly cflags?: readonly string[];
  /** Words for the C++ compiler after the usual ones. */
  readonly cxxflags?: readonly string[];
  /** Words for the compiler where it links, after the usual ones. */
  readonly ldflags?: readonly string[];
  /** Protections that what is compiled here cannot have, each with the reason (docs/hardening.md). */
  readonly harden?: Harden;
}

/** Debug information and symbols would carry paths of the build. */
const usual: Readonly<Record<FlagVariable, string>> = { CFLAGS: "-O2", CXXFLAGS: "-O2", LDFLAGS: "-Wl,-s" };

/**
 * The variables in which build systems look for flags: `-O2` for C and C++, `-Wl,-s` for linking, the protections of
 * model/harden, then the author's words. Recipes give them in the environment; a definition names them where a configure script
 * knows them by other names, such as Perl's: `-Doptimize=${compilerFlags().CFLAGS}`.
 */
export function compilerFlags(options: CompilerOptions = {}): Record<FlagVariable, string> {
  const value = (variable: FlagVariable, words: readonly string[] = []) =>
    `${usual[variable]}${protecting(variable, options.harden)}${words.map((word) => ` ${word}`).join("")}`;
  return {
    CFLAGS: value("CFLAGS", options.cflags),
    CXXFLAGS: value("CXXFLAGS", options.cxxflags),
    LDFLAGS: value("LDFLAGS", options.ldflags),
  };
}
