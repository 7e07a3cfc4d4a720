import type { Diagnostic } from "../../report/diagnostic.js";
import type { Lint } from "../lint.js";
import { commandsIn } from "./commands.js";

const idle = /^(?::|true)(?:\s|$)/;

/** What changes nothing but the shell that it runs in: a hook has its own, but for the bootstrap. */
const ofTheShell = /^(?:(?:alias|cd|exit|export|readonly|set|trap|ulimit|umask|unset)(?:\s|$)|[A-Za-z_]\w*=\S*$)/;

/** W207: a hook that runs no command, or changes only its own shell, is counted as raw shell, read by everybody, and does nothing. */
export const hookLint: Lint = ({ source: { file, stage }, parsed }) => {
  if (parsed.kind === "pallet" || parsed.build.kind !== "recipe") return [];
  return parsed.build.phases.flatMap(({ name, steps }) =>
    steps.flatMap((step): Diagnostic[] => {
      const problem =
        step.kind === "script" ? problemOf(commandsIn(step.body), name, stage === "bootstrap") : undefined;
      return problem === undefined ? [] : [{ code: "W207", file, path: ["build"], ...problem }];
    }),
  );
};

function problemOf(
  commands: readonly string[],
  phase: string,
  shared: boolean,
): (Pick<Diagnostic, "message" | "hint"> & { near: RegExp }) | undefined {
  if (commands.every((command) => idle.test(command)))
    return {
      near: new RegExp(`\\b${phase}\\s*:\\s*sh\\s*\`(?:\\s|#.*|:|true)*\``),
      message: `the hook around '${phase}' does nothing`,
      hint: "remove it.",
    };
  if (shared || !commands.every((command) => idle.test(command) || ofTheShell.test(command))) return undefined;
  return {
    near: new RegExp(`\\b${phase}\\s*:\\s*sh\\s*\``),
    message: `the hook around '${phase}' changes only the shell that it runs in, which ends with it`,
    hint: "pass variables by `env`; what needs another directory goes there in the same hook.",
  };
}
