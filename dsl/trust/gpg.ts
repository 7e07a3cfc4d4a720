import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exitCodes, fail } from "./problem.js";

/** Has gpg write a signed message in the one accepted form; the frozen clock gives message and signature one time. */
export async function signPayload(payload: string, key: string): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), "sign-"));
  try {
    await writeFile(join(directory, "payload"), payload);
    const clock = `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}!`;
    await runGpg([
      "--no-options",
      "--quiet",
      "--yes",
      "--faked-system-time",
      clock,
      "--local-user",
      key,
      "--digest-algo",
      "SHA512",
      "--compress-level",
      "0",
      "--no-armor",
      "--set-filename",
      "",
      "--output",
      join(directory, "signature"),
      "--sign",
      join(directory, "payload"),
    ]);
    return await readFile(join(directory, "signature"));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

// gpg may have to ask for a PIN, so it keeps the terminal.
function runGpg(args: readonly string[]): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    spawn("gpg", args, { stdio: "inherit" })
      .on("error", reject)
      .on("close", (status) => (status === 0 ? resolve() : reject(new Error(`gpg ended with status ${status}`))));
  }).catch((error: unknown) => fail("E509", "gpg", `did not sign: ${(error as Error).message}`, exitCodes.notMet));
}
