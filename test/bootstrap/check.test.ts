import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bootstrap, temporaryDirectory } from "./seed.js";

const directory = temporaryDirectory();
afterAll(() => rmSync(directory, { recursive: true }));

const which = (tool: string): string | undefined =>
  spawnSync("sh", ["-c", `command -v "$1"`, "sh", tool], { encoding: "utf8" }).stdout.trim() || undefined;
const check = (tree: string, args: string[], env: NodeJS.ProcessEnv = process.env) =>
  spawnSync(join(tree, "check"), args, { encoding: "utf8", env });
const absent = ["xxd", "as", "objdump", "readelf", "llvm-mc", "llvm-objcopy", "nasm"].filter(
  (tool) => which(tool) === undefined,
);
if (absent.length > 0) console.warn(`bootstrap/check is NOT RUN in full: no ${absent.join(", ")}`);

describe("bootstrap/check", () => {
  it("names every missing tool with its Debian package", () => {
    const few = join(directory, "few");
    mkdirSync(few);
    for (const tool of ["sh", "dirname", "sha256sum", "tar"]) symlinkSync(which(tool)!, join(few, tool));
    const { status, stderr } = check(bootstrap, [], { PATH: few });
    expect(status).toBe(1);
    for (const name of [
      "xxd (Debian package xxd)",
      "as (Debian package binutils)",
      "llvm-mc (Debian package llvm)",
      "nasm (Debian package nasm)",
    ])
      expect(stderr).toContain(name);
    expect(stderr).not.toContain("sha256sum");
  });

  it("refuses an option it does not know", () => {
    expect(check(bootstrap, ["--quick"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("usage:") as string,
    });
  });
});

describe.skipIf(absent.length > 0)("bootstrap/check with the assemblers", () => {
  it("passes, counts its checks, and says what it left out", () => {
    const { status, stdout } = check(bootstrap, ["--without-upstream"]);
    expect(status).toBe(0);
    const lines = stdout.trim().split("\n");
    expect(lines.at(-1)).toMatch(/^checked 24 things; not checked: upstream; /);
    expect(lines.filter((line) => line.startsWith("ok "))).toHaveLength(24);
  });

  /** One changed byte or word in a copy of the tree, and a part of the message that must follow. */
  const changes: [what: string, file: string, from: RegExp, to: string, message: string][] = [
    ["a byte of the text", "seed/amd64/hex0.hex0", /^31 FF /m, "31 FE ", "amd64: hexadecimal text = gas"],
    ["an instruction for NASM", "seed/x86/hex0.nasm", /mov eax, 4 /, "mov eax, 5 ", "x86: hexadecimal text = nasm"],
    [
      "an instruction for GNU as and LLVM",
      "seed/x86/hex0.S",
      /xor ecx, ecx/,
      "xor ecx, edx",
      "x86: hexadecimal text = gas",
    ],
    ["a stated instruction", "seed/amd64/hex0.hex0", /xor edi, edi/, "xor edi, esi", "instructions named in the text"],
    ["a stated offset", "seed/amd64/hex0.hex0", /# 140 xor/, "# 141 xor", "offset 141 should be 140"],
    ["a stated sum", "seed/amd64/hex0.hex0", /B6 \+ 76 = 12C/, "B6 + 77 = 12C", "the sum is wrong"],
    ["a stated target", "seed/amd64/hex0.hex0", /B6 \+ 76 = 12C/, "B6 + 77 = 12D", "fail is at 12c"],
    ["a recorded size", "seed/SHA256SUMS", / 302 /, " 303 ", "x86/hex0: "],
    ["an escape character in a comment", "seed/x86/hex0.hex0", /# The program/, "# \x1b[8m", "not printable ASCII"],
  ];
  it.each(changes)("finds %s changed", (what, file, from, to, message) => {
    const copy = join(directory, what.replaceAll(" ", "-"));
    const tree = join(copy, "bootstrap");
    for (const folder of ["bootstrap", "scripts"])
      cpSync(join(bootstrap, "..", folder), join(copy, folder), { recursive: true });
    const text = readFileSync(join(tree, file), "utf8");
    expect(text).toMatch(from);
    writeFileSync(join(tree, file), text.replace(from, to));
    const { status, stderr } = check(tree, ["--without-upstream"]);
    expect(stderr).toContain(message);
    expect(status).toBe(1);
  });

  it("refuses a source whose result nobody has published", () => {
    writeFileSync(join(directory, "hex0_x86.hex0"), "41\n");
    const { status, stderr } = check(bootstrap, ["--without-upstream", "--source", join(directory, "hex0_x86.hex0")]);
    expect(stderr).toContain("is not in bootstrap/published.txt");
    expect(status).toBe(1);
  });

  it("refuses another archive than the recorded one", () => {
    writeFileSync(join(directory, "archive"), "");
    const { status, stderr } = check(bootstrap, ["--archive", join(directory, "archive")]);
    expect(stderr).toContain("should be 936c186cb35ab2e2d1ab4dc11bf0d727248d69b28ebfdb1a920b2dd55f3053c9");
    expect(status).toBe(1);
  });
});
