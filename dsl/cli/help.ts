import type { Command } from "commander";
import { didYouMean } from "../report/suggest.js";

/** Adds `help [command...]` to a command and to those of its commands that have some; commander's own says of an unknown name nothing. */
export function addHelp(command: Command): void {
  for (const inner of command.commands) if (inner.commands.length > 0) addHelp(inner);
  command
    .helpCommand(false)
    .command("help")
    .description("say what a command does and takes")
    .argument("[command...]")
    .action((names: string[]) => named(command, names).help());
}

function named(command: Command, names: readonly string[]): Command {
  return names.reduce(
    (outer, name) => outer.commands.find((inner) => inner.name() === name) ?? unknown(outer, name),
    command,
  );
}

function unknown(outer: Command, name: string): never {
  const [where, all] =
    outer.parent === null ? ["", "defs help"] : [` below '${outer.name()}'`, `defs help ${outer.name()}`];
  throw new Error(
    `there is no command '${name}'${where}; ${
      didYouMean(
        name,
        outer.commands.map((inner) => inner.name()),
      ) || `\`${all}\` says what there is`
    }`,
  );
}
