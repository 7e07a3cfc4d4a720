import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { hex0 } from "../../bootstrap/hex0.js";
import { architectures, bootstrap, hexText, temporaryDirectory } from "./seed.js";

const directory = temporaryDirectory();
afterAll(() => rmSync(directory, { recursive: true }));

const shell = (name: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv; umask?: string } = {}) =>
  spawnSync("sh", ["-c", `umask ${options.umask ?? "022"}; exec "$@"`, "sh", join(bootstrap, name), ...args], {
    encoding: "utf8",
    cwd: options.cwd ?? directory,
    env: { ...process.env, ...options.env },
  });
const archive = (args: string[], options = {}) => shell("make-seed-archive", args, options);

/** A line of bootstrap/seed/SHA256SUMS for a file, and the lines that are there. */
const lineOf = (file: string, name: string): string => {
  const bytes = readFileSync(file);
  return `${createHash("sha256").update(bytes).digest("hex")} ${bytes.length} ${name}`;
};
const recorded = readFileSync(join(bootstrap, "seed/SHA256SUMS"), "utf8")
  .trim()
  .split("\n")
  .filter((line) => !line.startsWith("#"));

describe("hex0.sh", () => {
  it.each(architectures)("makes the recorded %s seed, as the reference does", (architecture) => {
    const output = join(directory, `hex0-${architecture}`);
    expect(shell("hex0.sh", [hexText(architecture), output])).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(recorded).toContain(lineOf(output, `${architecture}/hex0`));
    expect(hex0(readFileSync(hexText(architecture)))).toEqual({
      ok: true,
      bytes: Uint8Array.from(readFileSync(output)),
    });
  });

  it.each([
    ["# one\n41 4\n", "bad:2: a digit without its pair: 4"],
    ["41 4g\n", "bad:1: not a hexadecimal digit: 4g"],
    ["41 # \x1b[2K\n", "bad:1: a byte that is not printable ASCII"],
  ])("refuses %j with its line and leaves no file", (text, message) => {
    writeFileSync(join(directory, "bad"), text);
    expect(shell("hex0.sh", ["bad", "never"])).toMatchObject({ status: 1, stderr: `bootstrap/hex0.sh: ${message}\n` });
    expect(existsSync(join(directory, "never"))).toBe(false);
  });
});

describe("make-seed-archive", () => {
  it.each(architectures)(
    "makes the recorded %s archive under any umask, time zone, locale and working directory",
    (architecture) => {
      const other = join(directory, `other-${architecture}`);
      mkdirSync(other);
      const settings = [
        {},
        {
          umask: "077",
          cwd: other,
          env: { TZ: "Asia/Tokyo", LC_ALL: "C.UTF-8", TAR_OPTIONS: "--owner=7", SOURCE_DATE_EPOCH: "7" },
        },
      ];
      for (const [index, setting] of settings.entries()) {
        const output = join(directory, `${architecture}-${index}.tar`);
        expect(archive([architecture, output], setting)).toMatchObject({ status: 0, stderr: "" });
        expect(recorded).toContain(lineOf(output, `${architecture}/seed.tar`));
      }
    },
  );

  it("holds the program and the inputs, with fixed owners, modes and times, in byte order", () => {
    writeFileSync(join(directory, "one"), "41\n", { mode: 0o600 });
    writeFileSync(join(directory, "two"), "42\n", { mode: 0o777 });
    expect(archive(["amd64", "with.tar", "b.hex0=one", "B.hex0=two"])).toMatchObject({ status: 0, stderr: "" });
    const listing = execFileSync("tar", ["-tv", "--full-time", "-f", "with.tar"], {
      cwd: directory,
      encoding: "utf8",
      env: { ...process.env, TZ: "UTC" },
    });
    expect(
      listing
        .trim()
        .split("\n")
        .map((line) => line.replace(/ +/g, " ")),
    ).toEqual([
      "-rwxr-xr-x 0/0 365 1980-01-02 00:00:00 hex0",
      "drwxr-xr-x 0/0 0 1980-01-02 00:00:00 in/",
      "-rw-r--r-- 0/0 3 1980-01-02 00:00:00 in/B.hex0",
      "-rw-r--r-- 0/0 3 1980-01-02 00:00:00 in/b.hex0",
    ]);
    expect(execFileSync("tar", ["-xO", "-f", "with.tar", "in/B.hex0"], { cwd: directory, encoding: "utf8" })).toBe(
      "42\n",
    );
  });

  it("gives the same bytes whatever the order of the inputs", () => {
    expect(archive(["x86", "order-1.tar", "a=one", "b=two"]).status).toBe(0);
    expect(archive(["x86", "order-2.tar", "b=two", "a=one"]).status).toBe(0);
    expect(readFileSync(join(directory, "order-1.tar")).equals(readFileSync(join(directory, "order-2.tar")))).toBe(
      true,
    );
  });

  it.each([
    [["amd64"], 2, "usage:"],
    [["sparc", "never.tar"], 2, "sparc: no such seed"],
    [["amd64", "never.tar", "one"], 2, "one: not of the form NAME=FILE"],
    [["amd64", "never.tar", "../one=one"], 2, "../one: not a plain file name"],
    [["amd64", "never.tar", "a=one", "a=two"], 2, "a: given twice"],
    [["amd64", "never.tar", "a=missing"], 1, "missing: no such file"],
  ])("refuses %j and leaves no file", (args, status, message) => {
    const result = archive(args);
    expect(result.stderr).toContain(`bootstrap/make-seed-archive: ${message}`);
    expect(result.status).toBe(status);
    expect(existsSync(join(directory, "never.tar"))).toBe(false);
  });
});
