import type { RecipeBuild } from "../model/build.js";
import { withDefaults } from "./flags.js";
import { compilerFlags, type CompilerOptions } from "./compiler.js";
import { command, parallel, ran, recipe, type Skipped } from "./phases.js";

/** Options of `cmake`; all lists are words, never shell text. */
export interface CmakeOptions extends CompilerOptions {
  /** Flags of the configuring call, such as `-DBUILD_SHARED_LIBS=ON`; a flag of the same name replaces a default. */
  readonly configure?: readonly string[];
  /** What writes the build. Default: "Unix Makefiles". */
  readonly generator?: "Unix Makefiles" | "Ninja";
  /** Directory of the top CMakeLists.txt. Default: the build directory itself. */
  readonly source?: string;
  /** Targets of the build call. Default: all. */
  readonly targets?: readonly string[];
  /** Runs ctest. Default: no check; `{ skip: "needs DejaGnu" }` says why. */
  readonly check?: boolean | Skipped;
  /** Components to install. Default: everything. */
  readonly components?: readonly string[];
  /** Target that installs, where upstream has one for a part, such as LLVM's `install-distribution`. Default: `cmake --install`. */
  readonly installTarget?: string;
}

/** Where CMake builds, below the build directory. */
const output = "output";

/** The usual places, lib rather than lib64, and no reading of what a user's home or the network might hold. */
const defaults = [
  "-DCMAKE_BUILD_TYPE=Release",
  "-DCMAKE_INSTALL_PREFIX=/usr",
  "-DCMAKE_INSTALL_LIBDIR=lib",
  "-DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF",
  "-DFETCHCONTENT_FULLY_DISCONNECTED=ON",
] as const;

/** `cmake -B`, `cmake --build`, `cmake --install` into /rootfs (CMake manual, "cmake(1)", "ctest(1)" and "CMAKE_INSTALL_PREFIX"). */
export function cmake(options: CmakeOptions = {}): RecipeBuild {
  const { generator = "Unix Makefiles" } = options;
  const program = generator === "Ninja" ? "ninja" : "make";
  const targets = (options.targets ?? []).flatMap((target) => ["--target", target]);
  return recipe(
    "cmake",
    ["cmake", program, ...(ran(options.check) === true ? ["ctest"] : [])],
    {
      configure: [
        command(
          "cmake",
          "-S",
          options.source ?? ".",
          "-B",
          output,
          "-G",
          generator,
          ...withDefaults(defaults, options.configure ?? []),
        ),
      ],
      build: [command("cmake", "--build", output, ...targets, "--parallel", parallel[1]!)],
      check:
        ran(options.check) === true
          ? [command("ctest", "--test-dir", output, "--output-on-failure", "--parallel", parallel[1]!)]
          : [],
      install: installs(options),
    },
    { ...options, env: { ...compilerFlags(options), ...options.env } },
    { folders: options.source === undefined ? [] : [options.source], harden: options.harden },
  );
}

function installs({ components = [], installTarget }: CmakeOptions) {
  const install = (...words: string[]) => command("DESTDIR=/rootfs", "cmake", ...words);
  if (installTarget !== undefined) return [install("--build", output, "--target", installTarget)];
  if (components.length === 0) return [install("--install", output)];
  return components.map((component) => install("--install", output, "--component", component));
}
