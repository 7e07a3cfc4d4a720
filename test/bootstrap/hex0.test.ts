import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { hex0 } from "../../bootstrap/hex0.js";
import { architectures, hexText, makeSeed, memoryDirectory, temporaryDirectory } from "./seed.js";

const directory = temporaryDirectory();
afterAll(() => rmSync(directory, { recursive: true }));
const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
let files = 0;
const fresh = (): string => join(directory, `file-${++files}`);

const accepted: [name: string, input: string, output: string][] = [
  ["an empty input", "", ""],
  ["upper and lower case digits, the first one high", "4a4B C0fF", "\x4a\x4b\xc0\xff"],
  ["pairs without white space", "000102", "\x00\x01\x02"],
  ["spaces, tabs and newlines between pairs", " \t41\n\n42 \t", "AB"],
  ["a comment after #", "41 # 42\n43", "AC"],
  ["a comment after ;", "41;42\n43", "AC"],
  ["comment signs inside a comment", "#;#\n41;#;\n", "A"],
  ["any byte in a comment", "#\x00\x0d\x1b\x80\xffzz\n41", "A"],
  ["a comment that touches a pair", "41#\n42", "AB"],
  ["the end of the file inside a comment", "41 # end", "A"],
  ["the end of the file right after a comment sign", "41;", "A"],
  ["a last line without a newline", "41", "A"],
];

const refused: [name: string, input: string, output: string, error: string, offset: number][] = [
  ["one digit alone", "4", "", "odd digit", 0],
  ["an odd digit at the end", "41 4", "A", "odd digit", 3],
  ["a pair split by a space", "4 1", "", "odd digit", 0],
  ["a pair split by a newline", "41 4\n1", "A", "odd digit", 3],
  ["a pair split by a comment", "4#\n1", "", "odd digit", 0],
  ["three digits in a row", "414 42", "A", "odd digit", 2],
  ["a letter behind f", "41 g0", "A", "stray byte", 3],
  ["a letter in second place", "4G", "", "odd digit", 0],
  ["a carriage return", "41\r\n42", "A", "stray byte", 2],
  ["a zero byte", "41\x0042", "A", "stray byte", 2],
  ["an escape character", "\x1b[2K41", "", "stray byte", 0],
  ["a byte above 7F", "41 \xc2\xa0 42", "A", "stray byte", 3],
  ["the neighbours of the digits: slash", "/0", "", "stray byte", 0],
  ["the neighbours of the digits: colon", ":0", "", "stray byte", 0],
  ["the neighbours of the digits: at sign", "@0", "", "stray byte", 0],
  ["the neighbours of the digits: back quote", "`0", "", "stray byte", 0],
  ["a digit with bit 5 flipped", "\x100", "", "stray byte", 0],
  ["a letter with bit 7 set", "\xc10", "", "stray byte", 0],
];

describe("the reference hex0", () => {
  it.each(accepted)("accepts %s", (_name, input, output) => {
    expect(hex0(bytes(input))).toEqual({ ok: true, bytes: Uint8Array.from(bytes(output)) });
  });
  it.each(refused)("refuses %s", (_name, input, output, error, offset) => {
    expect(hex0(bytes(input))).toEqual({ ok: false, error, offset, bytes: Uint8Array.from(bytes(output)) });
  });
  it("refuses each of the 229 bytes that start nothing", () => {
    const starts = new Set(bytes(" \t\n#;0123456789ABCDEFabcdef"));
    const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !starts.has(byte));
    expect(others).toHaveLength(229);
    for (const byte of others)
      expect(hex0(Uint8Array.of(byte))).toMatchObject({ ok: false, error: "stray byte", offset: 0 });
  });
});

/** Pieces that make interesting inputs: mostly pairs and white space, some comments, few mistakes. */
const digits = [..."0123456789abcdefABCDEF"];
const anyBytes = fc.uint8Array({ maxLength: 6 }).map((array) => Buffer.from(array).toString("latin1"));
const piece = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.tuple(fc.constantFrom(...digits), fc.constantFrom(...digits)).map((pair) => pair.join("")),
  },
  { weight: 10, arbitrary: fc.constantFrom(" ", "\n", "\t", "  ") },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom("#", ";"), anyBytes, fc.constantFrom("\n", "")).map((parts) => parts.join("")),
  },
  { weight: 2, arbitrary: fc.constantFrom(...digits) },
  { weight: 2, arbitrary: anyBytes },
);
const inputs = fc.array(piece, { maxLength: 24 }).map((pieces) => bytes(pieces.join("")));

for (const architecture of architectures) {
  const seed = makeSeed(architecture, directory);
  const run = (...args: string[]) =>
    spawnSync(seed!.command[0]!, [...seed!.command.slice(1), ...args], { encoding: "latin1" });
  const runOn = (input: Uint8Array | string) => {
    const [from, to] = [fresh(), fresh()];
    writeFileSync(from, input);
    return { status: run(from, to).status, bytes: Uint8Array.from(readFileSync(to)) };
  };

  describe.skipIf(seed === undefined)(`the ${architecture} seed`, () => {
    it("assembles itself from source", () => {
      const made = runOn(readFileSync(hexText(architecture)));
      expect(made).toEqual({ status: 0, bytes: Uint8Array.from(readFileSync(seed!.command.at(-1)!)) });
    });

    it.each(accepted)("accepts %s", (_name, input, output) => {
      expect(runOn(bytes(input))).toEqual({ status: 0, bytes: Uint8Array.from(bytes(output)) });
    });
    it.each(refused)("refuses %s with status 1, having written the pairs before it", (_name, input, output) => {
      expect(runOn(bytes(input))).toEqual({ status: 1, bytes: Uint8Array.from(bytes(output)) });
    });

    it("agrees with the reference on each single byte, alone and as a second digit", () => {
      const all = Array.from({ length: 256 }, (_, byte) => byte);
      expectAgreement([...all.map((byte) => Uint8Array.of(byte)), ...all.map((byte) => Uint8Array.of(0x41, byte))]);
    });

    it("agrees with the reference on 10,000 random inputs, in status and bytes", () => {
      const random = fc.sample(inputs, { numRuns: 10_000, seed: 20_260_901 });
      const good = expectAgreement(random);
      // The inputs are worth something only if both outcomes are common.
      expect(good).toBeGreaterThan(2000);
      expect(good).toBeLessThan(8000);
    });

    it("refuses a wrong number of arguments with status 1", () => {
      const [input, output] = [fresh(), fresh()];
      writeFileSync(input, "41");
      for (const args of [[], [input], [input, output, output]]) expect(run(...args).status).toBe(1);
      expect(existsSync(output)).toBe(false);
    });

    it("refuses an input that does not exist, and then makes no output", () => {
      const output = fresh();
      expect(run(join(directory, "missing"), output).status).toBe(1);
      expect(existsSync(output)).toBe(false);
    });

    it("refuses an input that cannot be read", () => {
      expect(run(directory, fresh()).status).toBe(1);
    });

    it("refuses an output that exists, be it the input itself, and leaves it as it was", () => {
      const [input, output] = [fresh(), fresh()];
      writeFileSync(input, "41");
      writeFileSync(output, "old");
      expect(run(input, output).status).toBe(1);
      expect(readFileSync(output, "latin1")).toBe("old");
      expect(run(input, input).status).toBe(1);
      expect(readFileSync(input, "latin1")).toBe("41");
    });

    it("refuses an output that cannot be created", () => {
      const input = fresh();
      writeFileSync(input, "41");
      expect(run(input, join(directory, "missing", "output")).status).toBe(1);
    });

    it("ends with status 1 when a byte cannot be written", () => {
      const [input, output] = [fresh(), fresh()];
      writeFileSync(input, "41");
      const limited = `trap '' XFSZ; ulimit -f 0; exec "$@"`;
      const { status } = spawnSync("sh", ["-c", limited, "sh", ...seed!.command, input, output]);
      expect({ status, size: statSync(output).size }).toEqual({ status: 1, size: 0 });
    });

    it.each([
      ["000", 0o755],
      ["022", 0o755],
      ["077", 0o700],
    ])("makes a program under umask %s", (umask, mode) => {
      const [input, output] = [fresh(), fresh()];
      writeFileSync(input, "41");
      execFileSync("sh", ["-c", `umask ${umask}; exec "$@"`, "sh", ...seed!.command, input, output]);
      expect(statSync(output).mode & 0o7777).toBe(mode);
    });

    it.skipIf(seed?.command.length !== 1)(
      "has no memory that is both writable and executable, the stack included",
      () => {
        const pipe = fresh();
        execFileSync("mkfifo", [pipe]);
        const waiting = spawn(seed!.command[0]!, [pipe, fresh()]);
        const maps = readFileSync(`/proc/${waiting.pid}/maps`, "latin1").trim().split("\n");
        waiting.kill();
        expect(maps.some((line) => line.includes("[stack]") && line.includes(" rw-p "))).toBe(true);
        expect(maps.some((line) => line.includes(" r-xp ") && line.endsWith(`hex0-${architecture}`))).toBe(true);
        expect(maps.filter((line) => /^\S+ .wx/.test(line))).toEqual([]);
      },
    );

    /** Runs the seed on every input in one shell loop, compares with the reference, and gives the number accepted. */
    function expectAgreement(all: readonly Uint8Array[]): number {
      const place = memoryDirectory();
      all.forEach((input, index) => writeFileSync(join(place, `${index}.in`), input));
      const loop = `i=0; while [ "$i" -lt ${all.length} ]; do "$@" "$i.in" "$i.out"; echo "$?"; i=$((i + 1)); done`;
      const statuses = execFileSync("sh", ["-c", loop, "sh", ...seed!.command], { cwd: place, encoding: "latin1" })
        .trim()
        .split("\n");
      expect(statuses).toHaveLength(all.length);
      const wrong = all.flatMap((input, index) => {
        const expected = hex0(input);
        const output = readFileSync(join(place, `${index}.out`));
        const agrees = statuses[index] === (expected.ok ? "0" : "1") && output.equals(expected.bytes);
        return agrees
          ? []
          : [{ input: Buffer.from(input).toString("hex"), status: statuses[index], output: output.toString("hex") }];
      });
      rmSync(place, { recursive: true });
      expect(wrong).toEqual([]);
      return statuses.filter((status) => status === "0").length;
    }
  });
}
