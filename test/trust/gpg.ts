import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A GnuPG home of a test's own, with keys made at run time. */
export interface Gpg {
  readonly home: string;
  /** Runs gpg; `input` goes to standard input. */
  run(args: readonly string[], input?: string | Buffer): Buffer;
  /** Makes a key and returns its primary fingerprint. `time` is seconds since 1970. */
  makeKey(name: string, algorithm?: string, expire?: string, time?: number): string;
  exportKey(fingerprint: string): string;
  /** Writes a signed message in the accepted form. */
  sign(fingerprint: string, payload: string | Buffer, time?: number, extra?: readonly string[]): Buffer;
  /** Signs with flags of the caller's choice only. */
  signAs(args: readonly string[], payload: string | Buffer): Buffer;
  stop(): void;
}

/** gpg's form of a frozen clock. */
export function frozen(seconds: number): string[] {
  return ["--faked-system-time", `${new Date(seconds * 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}!`];
}

export function now(): number {
  return Math.floor(Date.now() / 1000);
}

export function makeGpg(): Gpg {
  // Sockets of the agent have paths of at most 108 bytes.
  const home = mkdtempSync("/tmp/tg-");
  const run = (args: readonly string[], input?: string | Buffer): Buffer => {
    const result = spawnSync(
      "gpg",
      [
        "--homedir",
        home,
        "--batch",
        "--quiet",
        "--no-tty",
        "--pinentry-mode",
        "loopback",
        "--passphrase",
        "",
        "--trust-model",
        "always",
        ...args,
      ],
      { input: input ?? "" },
    );
    if (result.status !== 0) throw new Error(`gpg ${args.join(" ")}: ${result.stderr.toString()}`);
    return result.stdout;
  };
  const fingerprintOf = (name: string): string =>
    /^fpr:+([0-9A-F]{40}):/m.exec(run(["--with-colons", "--list-keys", `=${name}`]).toString())?.[1] ?? "";
  let files = 0;
  const signAs = (args: readonly string[], payload: string | Buffer): Buffer => {
    const file = join(home, `payload-${(files += 1)}`);
    writeFileSync(file, payload);
    run(["--yes", "--set-filename", "", "--output", `${file}.out`, ...args, file]);
    return readFileSync(`${file}.out`);
  };
  return {
    home,
    run,
    signAs,
    makeKey(name, algorithm = "ed25519", expire = "never", time) {
      run([...(time === undefined ? [] : frozen(time)), "--quick-gen-key", name, algorithm, "cert,sign", expire]);
      return fingerprintOf(name);
    },
    exportKey: (fingerprint) => run(["--armor", "--export", fingerprint]).toString(),
    sign: (fingerprint, payload, time = now(), extra = []) =>
      signAs([...frozen(time), "--compress-level", "0", "--local-user", fingerprint, ...extra, "--sign"], payload),
    stop() {
      execFileSync("gpgconf", ["--homedir", home, "--kill", "all"]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Writes a file below a directory, with its parents. */
export function put(root: string, path: string, content: string | Buffer): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), content);
}
