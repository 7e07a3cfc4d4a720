import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { Budget } from "./budget.js";
import { ArchiveError, type Bytes } from "./bytes.js";

/** A program that undoes a compression, from standard input to standard output. */
export interface Decompressor {
  readonly command: string;
  readonly options: readonly string[];
  /** Debian's name of the package that brings it. */
  readonly package: string;
}

/** A decompressor that this machine lacks. */
export class MissingTool extends Error {
  override name = "MissingTool";
}

const xz: Decompressor = { command: "xz", options: ["-dc", "-T1", "--memlimit-decompress=1GiB"], package: "xz-utils" };

/** Compressions by their first bytes. xz knows lzip since 5.4. */
const formats: readonly (readonly [magic: Buffer, tool: Decompressor])[] = [
  [Buffer.from([0x1f, 0x8b, 8]), { command: "gzip", options: ["-dc"], package: "gzip" }], // RFC 1952, 2.3.1
  [Buffer.from([0x1f, 0x9d]), { command: "gzip", options: ["-dc"], package: "gzip" }], // compress(1)
  [Buffer.from("BZh"), { command: "bzip2", options: ["-dc"], package: "bzip2" }],
  [Buffer.from("\xfd7zXZ\0", "latin1"), xz],
  [Buffer.from("LZIP\0"), xz],
  [Buffer.from("LZIP\x01"), xz],
  [Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), { command: "zstd", options: ["-dcq", "--memory=1024MB"], package: "zstd" }], // RFC 8878, 3.1.1
];

/** What undoes the compression of a file that begins like this, or undefined when it is not compressed. */
export function decompressorOf(start: Buffer): Decompressor | undefined {
  return formats.find(([magic]) => start.subarray(0, magic.length).equals(magic))?.[1];
}

/**
 * The bytes that a compressed stream holds. Must be read to the end or closed with `return()`, which ends the program.
 * @throws ArchiveError when the program finds fault, MissingTool when there is none, LimitError when the budget is spent.
 */
export async function* decompress(
  bytes: Bytes,
  tool: Decompressor,
  budget: Budget,
): AsyncGenerator<Buffer, void, undefined> {
  const child = await start(tool);
  const closed = once(child, "close");
  const complaint = firstLine(child.stderr);
  const fed = feed(bytes, child.stdin);
  try {
    for await (const piece of child.stdout as AsyncIterable<Buffer>) {
      budget.spend(piece.length, 0);
      yield piece;
    }
    await closed;
    await fed;
    if (child.exitCode !== 0)
      throw new ArchiveError(`${tool.command} says: ${(await complaint) || `exit code ${child.exitCode}`}`);
  } finally {
    child.kill("SIGKILL");
    await closed;
    await fed.catch(() => undefined); // The fault is in the stream above, whose reader meets it, too.
  }
}

/** Starts it with none of the settings that its own variables hold. */
async function start({
  command,
  options,
  package: from,
}: Decompressor): Promise<ChildProcessByStdio<Writable, Readable, Readable>> {
  const child = spawn(command, options, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
  });
  await new Promise<void>((resolve, reject) => {
    child
      .once("spawn", resolve)
      .once("error", () => reject(new MissingTool(`${command} is not installed; install ${from}`)));
  });
  return child;
}

/** Writes a stream to a program. One that ended early is no fault here: its exit code tells. */
async function feed(bytes: Bytes, input: Writable): Promise<void> {
  let open = true;
  input.once("error", () => (open = false));
  for await (const piece of bytes) {
    await new Promise<void>((resolve) => input.write(piece, () => resolve()));
    if (!open || input.destroyed) break;
  }
  input.end();
}

async function firstLine(output: Readable): Promise<string> {
  let text = "";
  for await (const piece of output as AsyncIterable<Buffer>) if (text.length < 1000) text += piece.toString("latin1");
  return text
    .trim()
    .split("\n")[0]!
    .replace(/[^ -~]/g, "?")
    .slice(0, 200);
}
