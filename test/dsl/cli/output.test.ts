import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../../support/compiler.js";

const skeleton = join(repository, "test/skeleton");

/** Runs `defs` with standard output where it cannot be written. */
async function lost(
  words: readonly string[],
  stdout: "closed pipe" | number,
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [join(repository, "bin/defs.js"), "--root", skeleton, ...words], {
    stdio: ["ignore", stdout === "closed pipe" ? "pipe" : stdout, "pipe"],
  });
  child.stdout?.destroy();
  let stderr = "";
  child.stderr!.on("data", (part: Buffer) => (stderr += part.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stderr };
}

const commands = [
  ["--help"],
  ["list"],
  ["graph", "--format", "svg"],
  ["plan"],
  ["explain", "E301"],
  ["check", "--json"],
];

describe("output that reaches nobody", () => {
  test.each(commands.map((words) => [words.join(" "), words]))(
    "defs %s ends without a word when its reader has gone, as by SIGPIPE",
    async (_, words) => {
      expect(await lost(words, "closed pipe")).toEqual({ code: 141, stderr: "" });
    },
  );

  test.skipIf(!existsSync("/dev/full"))("is said in one line when the disk is full, with status 2", async () => {
    expect(await lost(["list"], openSync("/dev/full", "w"))).toEqual({
      code: 2,
      stderr: "defs: standard output: no space left on the device\n",
    });
  });
});
