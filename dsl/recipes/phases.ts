import {
  phaseNames,
  type Command,
  type Hooks,
  type Phase,
  type PhaseName,
  type Place,
  type RecipeBuild,
  type Script,
  type Step,
  type Word,
} from "../model/build.js";
import type { Harden } from "../model/harden.js";
import type { VendoredFile } from "../model/source.js";

/** A symbolic link in the image: its absolute place, and the text that it holds. */
export interface Link {
  readonly at: string;
  readonly to: string;
}

/** Options that every recipe takes. */
export interface RecipeOptions {
  /** Environment of the build, added to the package's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Shell text run before a phase. */
  readonly before?: Hooks;
  /** Shell text run after a phase. */
  readonly after?: Hooks;
  /**
   * Files and folders that the installation made and the image shall not have, by absolute path in the image; `*` and `?` stand
   * for letters of one name. The build fails when there is nothing of that name.
   */
  readonly remove?: readonly string[];
  /** Symbolic links made after the installation and `remove`: `at` is their place in the image, `to` the text that they hold. The build fails when something lies there. */
  readonly links?: readonly Link[];
}

/** That upstream has tests which are not run, with the reason; `defs list --skipped` tells all of them. */
export interface Skipped {
  /** The reason, as the rest of a sentence that begins with "Upstream's tests", such as "need DejaGnu". */
  readonly skip: string;
}

/** What a `check` option asks for; undefined where there is none, or it is skipped. */
export function ran<T>(check: T | Skipped | undefined): T | undefined {
  return isSkipped(check) ? undefined : check;
}

function isSkipped(check: unknown): check is Skipped {
  return typeof check === "object" && check !== null && "skip" in check;
}

/** What a recipe is made of, beside the options that every one takes. */
interface Parts {
  /** Files fetched like sources and left as they are. */
  readonly vendored?: readonly VendoredFile[];
  /** Paths in the image that the author wrote, for `defs check` to look at. */
  readonly places?: readonly Place[];
  /** Directories below the build directory that the author wrote, likewise. */
  readonly folders?: readonly string[];
  /** Protections that are left out. */
  readonly harden?: Harden | undefined;
}

/** A command by its words: strings are data and reach the program unchanged. */
export function command(...words: readonly Word[]): Command {
  return Object.freeze({ kind: "command" as const, words });
}

/** A word that the shell expands, kept apart from the strings that it must not touch. */
export function expand(body: string): Script {
  return Object.freeze({ kind: "script" as const, body });
}

/** `-j "$(nproc)"`: as many jobs as the build has processors. */
export const parallel: readonly Word[] = ["-j", expand('"$(nproc)"')];

/** Assembles a recipe's phases with the author's hooks around them; phases without a step disappear. */
export function recipe(
  name: string,
  tools: readonly string[],
  commands: Readonly<Partial<Record<PhaseName, readonly Step[]>>>,
  options: RecipeOptions & { readonly check?: unknown },
  { vendored = [], places = [], folders = [], harden }: Parts = {},
): RecipeBuild {
  const { remove = [], links = [] } = options;
  const changes = [...remove.map(removal), ...links.flatMap(linking)];
  const phases = phaseNames.map((phase) =>
    withHooks(phase, [...(commands[phase] ?? []), ...(phase === "install" ? changes : [])], options),
  );
  const hooks = Object.keys(options.before ?? {}).length + Object.keys(options.after ?? {}).length;
  const used = phases.filter((phase) => phase.steps.length > 0);
  const needed = [
    ...new Set([...tools, ...(remove.length > 0 ? ["rm"] : []), ...(links.length > 0 ? ["ln", "mkdir"] : [])]),
  ];
  const written: Place[] = [
    ...places,
    ...placed("remove", remove),
    ...placed(
      "links",
      links.map(({ at }) => at),
    ),
  ];
  const parts = {
    ...(vendored.length > 0 ? { vendored } : {}),
    ...(written.length > 0 ? { places: written } : {}),
    ...(folders.length > 0 ? { folders } : {}),
    ...(harden === undefined ? {} : { harden }),
    ...(isSkipped(options.check) ? { skipped: options.check.skip } : {}),
  };
  return Object.freeze({
    kind: "recipe" as const,
    recipe: name,
    tools: needed,
    env: options.env ?? {},
    phases: used,
    hooks,
    ...parts,
  });
}

/** Paths in the image, each with the option that names it. */
export function placed(option: Place["option"], paths: readonly string[]): Place[] {
  return paths.map((path) => ({ option, path }));
}

/** Where a file of the image lies while it is built. */
export function rootfs(path: string): string {
  return `/rootfs${path}`;
}

/** A pattern that matches nothing stays as it is, and rm fails on it. */
function removal(path: string): Command {
  return command("rm", "-r", /[*?]/.test(path) ? expand(rootfs(path)) : rootfs(path));
}

function linking({ at, to }: Link): Command[] {
  return [command("mkdir", "-p", rootfs(at.slice(0, at.lastIndexOf("/")))), command("ln", "-s", to, rootfs(at))];
}

function withHooks(name: PhaseName, commands: readonly Step[], options: RecipeOptions): Phase {
  const [before, after] = [options.before?.[name], options.after?.[name]];
  return { name, steps: [...hook(before), ...commands, ...hook(after)] };
}

function hook(script: Script | undefined): Script[] {
  return script === undefined ? [] : [{ ...script, hook: true }];
}
