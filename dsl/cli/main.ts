import { Command, CommanderError } from "commander";
import { DiagnosticsError } from "../report/diagnostic.js";
import { renderReport } from "../report/render.js";
import { plainMessage } from "../report/system-error.js";
import { isColoured } from "./terminal/colour.js";
import { neededModules } from "./commands.js";
import { addHelp } from "./help.js";
import { endWithLostOutput } from "./terminal/output.js";

/**
 * Exit codes of every command: 0 done, 1 the tree has mistakes or is not current, 2 wrong usage or a fault of ours.
 * A command may document further ones.
 */
async function main(): Promise<void> {
  const program = new Command("defs")
    .description("Typed package definitions, compiled to Containerfiles and make facts.")
    .option("--root <dir>", "root of the tree: the folder that holds defs/ and generated/", ".")
    .option("--debug", "show stack traces")
    .showSuggestionAfterError()
    .showHelpAfterError("hint: run with --help for usage.")
    .exitOverride();
  try {
    for (const { register } of await neededModules(process.argv.slice(2))) register(program);
    addHelp(program);
    await program.parseAsync();
  } catch (error) {
    process.exitCode = report(error, process.argv.includes("--debug"));
  }
}

function report(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof DiagnosticsError) {
    process.stderr.write(renderReport(error, isColoured(process.stderr)));
    return 1;
  }
  const known = error instanceof Error ? error : new Error(String(error));
  const hint =
    isFault(known) && !debug ? "hint: this is a bug in defs; run again with --debug for a stack trace.\n" : "";
  process.stderr.write(`defs: ${debug ? known.stack : plainMessage(known)}\n${hint}`);
  return 2;
}

/** Whether an error is one that only the language itself makes, and so a mistake of ours, not of who called. */
function isFault(error: Error): boolean {
  return (
    [TypeError, RangeError, ReferenceError, SyntaxError].some((made) => error instanceof made) && !("code" in error)
  );
}

endWithLostOutput();
await main();
