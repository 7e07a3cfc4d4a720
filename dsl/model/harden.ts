import type { Platform } from "./platform.js";

/** What one protection asks of the compiler and of the linker. */
interface Flags {
  /** For C and C++. */
  readonly compile?: readonly string[] | Readonly<Record<Platform, readonly string[]>>;
  /** For C++ alone. */
  readonly cxx?: readonly string[];
  /** For the compiler where it links. */
  readonly link?: readonly string[];
}

const landing = ["-fcf-protection=branch"];

/**
 * The protections that compiled files have, with the flags that give them (docs/hardening.md). Clang and GCC know them all; what
 * they do anyway, position-independent programs, is no flag.
 */
export const protections = Object.freeze({
  stackProtector: { compile: ["-fstack-protector-strong"] },
  stackClash: { compile: ["-fstack-clash-protection"] },
  branchProtection: {
    compile: { "linux/386": landing, "linux/amd64": landing, "linux/arm64": ["-mbranch-protection=standard"] },
  },
  zeroInit: { compile: ["-ftrivial-auto-var-init=zero"] },
  libraryChecks: { cxx: ["-D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_FAST"] },
  relro: { link: ["-Wl,-z,relro"] },
  bindNow: { link: ["-Wl,-z,now"] },
  noExecStack: { link: ["-Wl,-z,noexecstack"] },
} satisfies Readonly<Record<string, Flags>>);

/** The name of a protection, such as "stackClash". */
export type Protection = keyof typeof protections;

/** Protections that a build leaves out, each with the reason. */
export type Harden = Readonly<Partial<Record<Protection, string>>>;

/** The variables in which builds look for flags (GNU make manual, "Variables Used by Implicit Rules"). */
export type FlagVariable = "CFLAGS" | "CXXFLAGS" | "LDFLAGS";

const kinds = { CFLAGS: ["compile"], CXXFLAGS: ["compile", "cxx"], LDFLAGS: ["link"] } as const;

/** The flags of a variable on a platform, those of the protections that are left out excepted. */
export function protectionFlags(variable: FlagVariable, platform: Platform, without: readonly string[]): string[] {
  return Object.entries<Flags>(protections)
    .filter(([name]) => !without.includes(name))
    .flatMap(([, flags]) =>
      kinds[variable].flatMap((kind) => {
        const words = flags[kind] ?? [];
        return "linux/amd64" in words ? words[platform] : words;
      }),
    );
}
