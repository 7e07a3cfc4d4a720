import { spawn } from "node:child_process";

/** How a process ended, with everything that it wrote. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that has been started. */
export interface Running {
  /** Gives it all of its standard input. */
  send(input: string): void;
  kill(): void;
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Calls a function whenever something came from its standard output. */
  onOutput(listener: () => void): void;
  readonly ended: Promise<Ended>;
}

/** The environment for tools whose settings could change what they find, such as TAR_OPTIONS or XZ_OPT: none of the caller's. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, LC_ALL: "C", ...(HOME === undefined ? {} : { HOME }), ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}

/** Starts a process without a shell and gathers what it writes. Other code takes execa, which is too slow to load for every compile, except dsl/trust, which imports no library beside its own few. */
export function start(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Running {
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (part: Buffer) => stdout.push(part));
  child.stderr.on("data", (part: Buffer) => stderr.push(part));
  child.stdin.on("error", () => undefined); // It ended before it read everything; its exit code tells.
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) =>
      resolve({
        exitCode,
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8"),
      }),
    );
  });
  return {
    send: (input) => child.stdin.end(input),
    kill: () => child.kill("SIGKILL"),
    pid: child.pid,
    onOutput: (listener) => child.stdout.on("data", listener),
    ended,
  };
}
