import type { Diagnostic } from "../../report/diagnostic.js";
import type { Finding, Lint } from "../lint.js";
import { commandsIn } from "./commands.js";

const idle = /^(?::|true)(?:\s|$)/;

/** What changes nothing but the shell that it runs in: a hook has its own, but for the bootstrap. */
const ofTheShell = /^(?:(?:alias|cd|exit|export|readonly|set|trap|ulimit|umask|unset)(?:\s|$)|[A-Za-z_]\w*=\S*$)/;

/** A hook that runs no command, or changes only its own shell, is counted as raw shell, read by everybody, and does nothing. */
const check: Lint["check"] = ({ source: { stage }, parsed }) => {
  if (parsed.kind === "pallet" || parsed.build.kind !== "recipe") return [];
  return parsed.build.phases.flatMap(({ name, steps }) =>
    steps.flatMap((step): Finding[] => {
      const problem =
        step.kind === "script" ? problemOf(commandsIn(step.body), name, stage === "bootstrap") : undefined;
      return problem === undefined ? [] : [{ path: ["build"], ...problem }];
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

export const hookLint: Lint = {
  code: "W207",
  title: "hook that does nothing",
  about: "shell",
  finds: "a hook that does nothing",
  check,
  page: `The text of a hook holds no command but \`:\` or \`true\`, or comments alone; or it only sets variables, options or the directory. A hook
runs in a shell of its own, which ends with it.

Bad:

\`\`\`ts
after: { install: sh\`# rm -r /rootfs/usr/share/man\` },
\`\`\`

Good:

\`\`\`ts
after: { install: sh\`gzip -n -9 /rootfs/usr/share/man/man1/*.1\` },
\`\`\`

\`\`\`ts
env: { CC: "gcc" },
before: { build: sh\`cd src && ./gen\` },
\`\`\`

Why: every hook is read by a reviewer and counted as raw shell.`,
};
