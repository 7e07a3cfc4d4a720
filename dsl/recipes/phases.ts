import { phaseNames, type Command, type Hooks, type Phase, type PhaseName, type RecipeBuild, type Script, type Step, type Word } from "../model/build.js";
import type { VendoredFile } from "../model/source.js";

/** Options that every recipe takes. */
export interface RecipeOptions {
  /** Environment of the build, added to the package's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Shell text run before a phase. */
  readonly before?: Hooks;
  /** Shell text run after a phase. */
  readonly after?: Hooks;
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
  options: RecipeOptions,
  vendored: readonly VendoredFile[] = [],
): RecipeBuild {
  const phases = phaseNames.map((phase) => withHooks(phase, commands[phase] ?? [], options));
  const hooks = Object.keys(options.before ?? {}).length + Object.keys(options.after ?? {}).length;
  const used = phases.filter((phase) => phase.steps.length > 0);
  return Object.freeze({ kind: "recipe" as const, recipe: name, tools, env: options.env ?? {}, phases: used, hooks, ...(vendored.length > 0 ? { vendored } : {}) });
}

function withHooks(name: PhaseName, commands: readonly Step[], options: RecipeOptions): Phase {
  const [before, after] = [options.before?.[name], options.after?.[name]];
  return { name, steps: [...(before ? [before] : []), ...commands, ...(after ? [after] : [])] };
}
