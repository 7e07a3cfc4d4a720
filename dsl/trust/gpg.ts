import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exitCodes, fail } from "./problem.js";

/** Has gpg write a signed message in the one accepted form; the frozen clock gives message and signature one time. */
export function signPayload(payload: string, key: string): Promise<Buffer> {
  const clock = `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}!`;
  return signFile(payload, key, [
    "--faked-system-time",
    clock,
    "--compress-level",
    "0",
    "--set-filename",
    "",
    "--sign",
  ]);
}

/** Has gpg write a detached binary signature (RFC 4880, section 11.4) on some bytes. @throws TrustError E509. */
export function signDetached(bytes: Uint8Array, key: string): Promise<Buffer> {
  return signFile(bytes, key, ["--detach-sign"]);
}

/** @param words further options, the command last. */
function signFile(bytes: string | Uint8Array, key: string, words: readonly string[]): Promise<Buffer> {
  return inTemporary("sign-", async (directory) => {
    const [input, output] = [join(directory, "payload"), join(directory, "signature")];
    await writeFile(input, bytes);
    const always = ["--no-options", "--quiet", "--yes", "--local-user", key, "--digest-algo", "SHA512", "--no-armor"];
    await runGpg([...always, "--output", output, ...words, input]);
    return readFile(output);
  });
}

async function inTemporary<T>(prefix: string, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), prefix));
  try {
    return await work(directory);
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

/** What gpg says of a detached signature: the signer's primary fingerprint, or why it does not count. */
export type DetachedVerdict = { readonly signer: string } | { readonly refused: string };

/**
 * Checks a detached signature with the caller's own gpg and keyring. One good signature is needed, and by no revoked or expired key.
 * @throws Error when gpg cannot be run.
 */
export function verifyDetached(signature: Uint8Array, bytes: Uint8Array): Promise<DetachedVerdict> {
  return inTemporary("verify-", async (directory) => {
    await Promise.all([writeFile(join(directory, "sig"), signature), writeFile(join(directory, "bytes"), bytes)]);
    const words = ["--no-options", "--batch", "--no-auto-key-retrieve", "--status-fd", "1", "--verify"];
    return judgeStatus(await statusOf([...words, join(directory, "sig"), join(directory, "bytes")]));
  });
}

/** Who signed a file: the primary fingerprint, and the day of signing (UTC); or why the signature does not count. */
export type FileVerdict = { readonly signer: string; readonly day: string } | { readonly refused: string };

/**
 * Checks a detached signature on a file with keys of the caller's choice alone. A key that has expired since counts: what it signed before
 * stays signed.
 * @param signature path of the signature's file, armored or not. @param keys path of the keys' file.
 * @throws Error when gpg cannot be run.
 */
export function verifyFile(signature: string, file: string, keys: string): Promise<FileVerdict> {
  return inTemporary("verify-", async (home) => {
    const words = ["--homedir", home, "--no-options", "--batch", "--no-auto-key-retrieve", "--status-fd", "1"];
    await statusOf([...words, "--import", keys]);
    const status = await statusOf([...words, "--verify", signature, file]);
    const verdict = judgeStatus(status.replace("[GNUPG:] EXPKEYSIG ", "[GNUPG:] GOODSIG "));
    if ("refused" in verdict) return verdict;
    return { ...verdict, day: /^\[GNUPG:\] VALIDSIG \S+ (\S+)/m.exec(status)![1]! };
  });
}

function statusOf(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("gpg", args, { stdio: ["ignore", "pipe", "ignore"] });
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.on("error", reject).on("close", () => resolve(Buffer.concat(parts).toString("latin1")));
  });
}

/** Status lines of gpg (GnuPG, doc/DETAILS, "Format of the --status-fd output"). */
function judgeStatus(status: string): DetachedVerdict {
  const lines = [...status.matchAll(/^\[GNUPG:\] ([A-Z_]+)(?: (.*))?$/gm)].map(
    ([, word, rest]) => [word!, rest ?? ""] as const,
  );
  const of = (word: string): string[] => lines.filter(([each]) => each === word).map(([, rest]) => rest);
  const missing = of("NO_PUBKEY")[0];
  if (missing !== undefined) return { refused: `no key ${missing} in this keyring` };
  if (of("GOODSIG").length !== 1 || of("VALIDSIG").length !== 1 || of("BADSIG").length > 0)
    return {
      refused: `gpg says ${lines.map(([word]) => word).find((word) => /SIG$/.test(word) && word !== "NEWSIG") ?? "that it is no signature"}`,
    };
  const [fields] = of("VALIDSIG").map((rest) => rest.split(" "));
  // Field 8 is the hash (RFC 4880, section 9.4): 1 is MD5, 2 SHA-1, 3 RIPEMD-160.
  if (!["8", "9", "10"].includes(fields![7]!)) return { refused: "it is made with a weak hash" };
  return { signer: fields!.at(-1)! };
}
