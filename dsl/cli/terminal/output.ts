import { plainMessage } from "../../report/system-error.js";

/** The status with which a shell reports a program that SIGPIPE ended (POSIX.1-2017, Shell Command Language, section 2.8.2). */
const brokenPipe = 128 + 13;

/**
 * Ends the program when what it says reaches nobody. A reader that went away, as `head` does, is no fault and is told of by
 * nothing but the status; output that was lost otherwise, as on a full disk, is status 2.
 */
export function endWithLostOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(brokenPipe);
    process.stderr.write(`defs: ${plainMessage(Object.assign(error, { path: "standard output" }))}\n`);
    process.exit(2);
  });
  process.stderr.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? brokenPipe : 2));
}
