import type { RecipeBuild } from "../model/build.js";
import { withDefaults } from "./flags.js";
import { compilerFlags, type CompilerOptions } from "./compiler.js";
import { command, parallel, ran, recipe, type Skipped } from "./phases.js";

/** Options of `meson`; all lists are words, never shell text. */
export interface MesonOptions extends CompilerOptions {
  /** Flags of `meson setup`, such as `-Ddocs=disabled`; a flag of the same name replaces a default. */
  readonly setup?: readonly string[];
  /** Targets of the build call. Default: all. */
  readonly targets?: readonly string[];
  /** Runs `meson test`; a list names the tests. Default: no check; `{ skip: "needs DejaGnu" }` says why. */
  readonly check?: boolean | readonly string[] | Skipped;
  /** Install tags, such as `["runtime"]`. Default: everything. */
  readonly tags?: readonly string[];
}

/** Where Meson builds, below the build directory. */
const output = "output";

/** With the prefix /usr Meson itself takes /etc and /var; its wraps must not ask the network. */
const defaults = ["--prefix=/usr", "--libdir=lib", "--buildtype=release", "--wrap-mode=nodownload"] as const;

/** `meson setup`, `meson compile`, `meson install` into /rootfs (Meson manual, "Commands" and "Built-in options"). */
export function meson(options: MesonOptions = {}): RecipeBuild {
  const { tags = [] } = options;
  const check = ran(options.check) ?? false;
  return recipe(
    "meson",
    ["meson", "ninja"],
    {
      configure: [command("meson", "setup", ...withDefaults(defaults, options.setup ?? []), output)],
      build: [command("meson", "compile", "-C", output, ...parallel, ...(options.targets ?? []))],
      check:
        check === false
          ? []
          : [
              command(
                "meson",
                "test",
                "-C",
                output,
                "--no-rebuild",
                "--print-errorlogs",
                ...(check === true ? [] : check),
              ),
            ],
      install: [
        command(
          "DESTDIR=/rootfs",
          "meson",
          "install",
          "-C",
          output,
          "--no-rebuild",
          ...(tags.length > 0 ? [`--tags=${tags.join(",")}`] : []),
        ),
      ],
    },
    { ...options, env: { ...compilerFlags(options), ...options.env } },
    { harden: options.harden },
  );
}
