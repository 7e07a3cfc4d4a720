import type { Harden } from "./harden.js";
import type { VendoredFile } from "./source.js";

/** Shell text that a definition means as a command; see `sh`. */
export interface Script {
  readonly kind: "script";
  readonly body: string;
  /** Set on a hook, which runs in a shell of its own. */
  readonly hook?: boolean;
}

/** One word of a command: quoted as data when a string, passed through to the shell when a Script. */
export type Word = string | Script;

/** A command by its words, one of which may be left to the shell, such as `"$(nproc)"`. */
export interface Command {
  readonly kind: "command";
  readonly words: readonly Word[];
}

/** A text file written as it stands, each line ended; folders above it exist. */
export interface WriteFile {
  readonly kind: "write";
  readonly path: string;
  readonly lines: readonly string[];
}

/** One step of a phase. */
export type Step = Command | Script | WriteFile;

/** Phases of a recipe, in the order in which they run. */
export const phaseNames = ["prepare", "configure", "build", "check", "install"] as const;

/** Name of a phase. */
export type PhaseName = (typeof phaseNames)[number];

/** One phase: its commands run in one shell that stops at the first error. */
export interface Phase {
  readonly name: PhaseName;
  readonly steps: readonly Step[];
}

/** Shell text run before or after a phase of a recipe, in a shell of its own; each is counted as raw shell. */
export type Hooks = Readonly<Partial<Record<PhaseName, Script>>>;

/** A path in the image, with the option that names it: "remove" and "trees" go along with others at the same path. */
export interface Place {
  readonly option: "directories" | "files" | "links" | "remove" | "trees";
  readonly path: string;
}

/**
 * A build made by a recipe. `tools` are the commands it needs, beside a shell; `vendored` files are fetched like sources;
 * `places` are the paths in the image that the author wrote as data, `folders` the directories of the source, `harden` the protections
 * that it leaves out, `skipped` why upstream's tests are not run.
 */
export interface RecipeBuild {
  readonly kind: "recipe";
  readonly recipe: string;
  readonly tools: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly phases: readonly Phase[];
  readonly hooks: number;
  readonly vendored?: readonly VendoredFile[];
  readonly places?: readonly Place[];
  readonly folders?: readonly string[];
  readonly harden?: Harden;
  readonly skipped?: string;
}

/** Unpack a source with the engine's own ADD, or run a program without a shell: what an image from scratch can do. */
export type ScratchStep =
  | { readonly kind: "unpack"; readonly source: string; readonly to: string; readonly top?: string }
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "mountSources"; readonly at: string }
  | { readonly kind: "exec"; readonly argv: readonly string[] }
  | { readonly kind: "keep"; readonly paths: readonly string[] };

/** A build that starts from nothing and has no shell yet. */
export interface ScratchBuild {
  readonly kind: "scratch";
  readonly steps: readonly ScratchStep[];
}

/**
 * A root filesystem unpacked from a Debian release's own packages by scripts/host-seed: what a machine trusts anyway,
 * standing in for a bootstrap that is not built yet. `seed` names a locked list in bootstrap/host-seeds/.
 */
export interface HostSeedBuild {
  readonly kind: "hostSeed";
  readonly seed: string;
}

/** How a package's files come to be: a recipe, a whole shell body, steps without a shell, or a host seed. */
export type Build = RecipeBuild | Script | ScratchBuild | HostSeedBuild;
