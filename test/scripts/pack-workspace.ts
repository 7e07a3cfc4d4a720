import { type ChildProcess, spawn } from "node:child_process";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { configText } from "./pack-format.js";

export const script = fileURLToPath(new URL("../../scripts/pack", import.meta.url));
export const isRoot = process.getuid?.() === 0;

const NOBODY = 65534;

/** Who runs a command: `ordinary` is another user only if the tests themselves run as root. */
export type Who = "self" | "ordinary";

/** How a process ended, and what it wrote. */
export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of one run. */
export interface Setting {
  who?: Who;
  cwd?: string;
  env?: Record<string, string>;
}

/** Starts a command, in a process group of its own. */
export function start(command: string[], { who = "self", cwd = "/", env = {} }: Setting = {}): ChildProcess {
  const user = ["setpriv", "--reuid", String(NOBODY), "--regid", String(NOBODY), "--clear-groups"];
  const [name = "", ...rest] = isRoot && who === "ordinary" ? [...user, ...command] : command;
  return spawn(name, rest, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"], detached: true });
}

/** Waits for the end of a process. */
export async function finish(child: ChildProcess): Promise<Result> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (data: Buffer) => (stdout += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (stderr += data.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  return { code, stdout, stderr };
}

/** Runs a command to its end. */
export function run(command: string[], setting: Setting = {}): Promise<Result> {
  return finish(start(command, setting));
}

/** Runs scripts/pack. */
export function pack(options: string[], setting: Setting = {}): Promise<Result> {
  return run([script, ...options], setting);
}

/** An empty temporary directory that both users of these tests can write in. */
export async function workspace(who: Who = "self"): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "pack-"));
  if (isRoot && who === "ordinary") await chown(directory, NOBODY, NOBODY);
  return directory;
}

/** Removes a workspace, with trees in it that its user could not remove. */
export async function discard(directory: string): Promise<void> {
  await run(["chmod", "-R", "u+rwX", directory]);
  await rm(directory, { recursive: true, force: true });
}

/** Writes a config into a directory and gives the options for an image of that name. */
export async function imageOptions(
  directory: string,
  image: string,
  { platform = "linux/amd64", config = '"Env":["PATH=/bin"]' } = {},
): Promise<string[]> {
  const file = join(directory, `${image}.config.json`);
  await writeFile(file, `${configText(platform, config, [])}\n`);
  return ["--config", file, "--image", image, "--platform", platform];
}
