import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../../scripts/fetch", import.meta.url));

/** A source as a manifest names it. */
export interface Source {
  readonly file: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of scripts/fetch that is under way; `stderr` is what it has written so far. */
export interface Running {
  readonly child: ChildProcess;
  readonly done: Promise<Result>;
  stderr(): string;
}

export type Environment = Readonly<Record<string, string>>;

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A source of random bytes, so that two sources are never alike. */
export function source(file: string, length = 100_000): Source {
  const bytes = randomBytes(length);
  return { file, bytes, sha256: sha256(bytes) };
}

/** A manifest line; the size is the real one unless another is given. */
export function line(item: Source, urls: string, size: number | "-" = item.bytes.length): string {
  return `${item.sha256} ${size} ${item.file} ${urls}\n`;
}

/** Starts scripts/fetch with nothing of the caller's environment but PATH, and short time limits. */
function start(args: readonly string[], env: Environment, detached = false): Running {
  const child = spawn(script, args, {
    env: { PATH: process.env["PATH"] ?? "", STAGEX_RETRY_DELAY: "0", STAGEX_STALL_TIMEOUT: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached,
  });
  let stdout = "",
    stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const done = new Promise<Result>((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
  return { child, done, stderr: () => stderr };
}

/** A directory with a store, a mirror table that knows gnu and debian, and manifests. */
export interface Workspace {
  readonly root: string;
  path(...parts: readonly string[]): string;
  /** Writes a file and returns its path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
  /** Starts scripts/fetch on this workspace; detached means in a process group of its own. */
  start(args: readonly string[], env?: Environment, detached?: boolean): Running;
  /** Writes the lines to sources.txt and runs scripts/fetch on it. */
  fetch(lines: string, env?: Environment, ...options: readonly string[]): Promise<Result>;
  /** The bytes that the store has for a source. */
  stored(item: Source): Promise<Buffer>;
  /** The names in a directory of the store, sorted; none if it does not exist. */
  names(directory: "sha256" | "partial"): Promise<string[]>;
  /** Puts bytes, right or wrong, under the name of a source into the store. */
  plant(item: Source, bytes: Uint8Array): Promise<void>;
  remove(): Promise<void>;
}

const mirrors = `gnu https://gnu.invalid/
debian https://snapshot.invalid/archive/debian/20260901T000000Z/ https://pool.invalid/debian/
`;

export async function createWorkspace(): Promise<Workspace> {
  const root = await mkdtemp(join(tmpdir(), "stagex-fetch-"));
  const path: Workspace["path"] = (...parts) => join(root, ...parts);
  const write: Workspace["write"] = async (name, content) => {
    await writeFile(path(name), content);
    return path(name);
  };
  const begin: Workspace["start"] = (args, env = {}, detached = false) =>
    start(args, { TMPDIR: root, STAGEX_ROOT: root, STAGEX_STORE: path("store"), ...env }, detached);
  await mkdir(path("generated"));
  await write("generated/mirrors.txt", mirrors);
  return {
    root,
    path,
    write,
    start: begin,
    fetch: async (lines, env, ...options) => begin([...options, await write("sources.txt", lines)], env).done,
    stored: (item) => readFile(path("store/sha256", item.sha256)),
    names: async (directory) => (await readdir(path("store", directory)).catch(() => [])).sort(),
    plant: async (item, bytes) => {
      await mkdir(path("store/sha256"), { recursive: true });
      await chmod(await write(`store/sha256/${item.sha256}`, bytes), 0o444);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** Waits until a condition holds; the test's own time limit ends a wait in vain. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
