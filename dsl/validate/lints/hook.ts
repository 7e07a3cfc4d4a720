import type { Diagnostic } from "../../report/diagnostic.js";
import type { Lint } from "../lint.js";
import { commandsIn } from "./commands.js";

/** W207: a hook that runs no command is counted as raw shell, read by everybody, and does nothing. */
export const hookLint: Lint = ({ source: { file }, parsed }) => {
  if (parsed.kind === "pallet" || parsed.build.kind !== "recipe") return [];
  return parsed.build.phases.flatMap(({ name, steps }) =>
    steps.flatMap((step): Diagnostic[] => {
      if (step.kind !== "script" || commandsIn(step.body).some((command) => !/^(?::|true)(?:\s|$)/.test(command)))
        return [];
      return [
        {
          code: "W207",
          file,
          path: ["build"],
          near: new RegExp(`\\b${name}\\s*:\\s*sh\\s*\`(?:\\s|#.*|:|true)*\``),
          message: `the hook around '${name}' does nothing`,
          hint: "remove it.",
        },
      ];
    }),
  );
};
