import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LimitError } from "../../../dsl/scan/budget.js";
import { scan } from "../../../dsl/scan/scan.js";
import { ar, padded, samples, tar, tarEnd, tarHeader, zip } from "./archives.js";

/** A stream of pieces of a length. */
async function* inPieces(bytes: Buffer, length = 1 << 16): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** What is found, as `path: kind (detail)`. */
async function found(bytes: Buffer, length?: number): Promise<string[]> {
  const { findings } = await scan(inPieces(bytes, length));
  return findings.map(({ path, kind, detail }) => `${path}: ${kind}${detail === undefined ? "" : ` (${detail})`}`);
}

describe("a scan", () => {
  test.each([
    ["elf", "ELF file"],
    ["machO", "Mach-O file"],
    ["fat", "Mach-O file"],
    ["java", "Java class"],
    ["pe", "PE file"],
    ["dos", "DOS program"],
    ["coff", "COFF object"],
    ["bitcode", "LLVM bitcode"],
    ["wasm", "WebAssembly"],
    ["python", "Python bytecode"],
    ["emacs", "Emacs bytecode"],
    ["lua", "Lua bytecode"],
    ["hex", "Intel HEX"],
    ["records", "S-records"],
    ["uuencoded", "uuencoded file"],
    ["gettext", "gettext catalogue"],
    ["deviceTree", "device tree"],
    ["other", "binary data"],
  ] as const)("knows a file like %s by its content, whatever its name says", async (sample, kind) => {
    expect(await found(tar(["a/README.txt", samples[sample]], ["a/tool.exe", "plain text\n"]))).toEqual([
      `a/README.txt: ${kind}`,
    ]);
  });

  test("tells size and sha256 of what it found, and of the source", async () => {
    const source = gzipSync(tar(["a", samples.elf]));
    const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
    expect(await scan(inPieces(source))).toEqual({
      sha256: sha256(source),
      files: 1,
      media: 0,
      findings: [{ path: "a", kind: "ELF file", size: 64, sha256: sha256(samples.elf) }],
    });
  });

  test("counts pictures as such, and says nothing of text", async () => {
    expect(
      await scan(inPieces(tar(["a.png", Buffer.from("\x89PNG\r\n\x1a\n\0", "latin1")], ["b", "text"]))),
    ).toMatchObject({ files: 2, media: 1, findings: [] });
  });

  test("goes into archives in archives, and into what is compressed", async () => {
    const source = gzipSync(
      tar(
        ["a/b.zip", zip(["c.tgz", gzipSync(tar(["d", samples.elf]))], ["e.gz", gzipSync(samples.wasm)])],
        ["f.a", ar(["g/", "text"], ["h.tar", tar(["i", samples.pe])])],
      ),
    );
    expect(await found(source)).toEqual([
      "a/b.zip!/c.tgz!/d: ELF file",
      "a/b.zip!/e.gz!: WebAssembly",
      "f.a!/h.tar!/i: PE file",
    ]);
  });

  test("takes an archive of objects or of classes as one finding, and names what else is in it", async () => {
    expect(
      await found(
        tar([
          "a.a",
          ar(["/", "table"], ["b.o/", samples.elf], ["#1/4", Buffer.concat([Buffer.from("c.o\0"), samples.elf])]),
        ]),
      ),
    ).toEqual(["a.a: static library (2 objects)"]);
    expect(
      await found(
        tar(["a.jar", zip(["A.class", samples.java], ["native.so", samples.elf], ["B.class", samples.java])]),
      ),
    ).toEqual(["a.jar: Java archive (2 classes)", "a.jar!/native.so: ELF file"]);
  });

  test("looks at a source that is no archive", async () => {
    expect(await found(samples.elf)).toEqual([".: ELF file"]);
    expect(await found(gzipSync(samples.elf))).toEqual([".!: ELF file"]);
    expect(await found(Buffer.alloc(0))).toEqual([]);
  });

  // No machine that builds lacks them, but a machine that only checks definitions may.
  for (const [command, ...options] of [
    ["xz", "-c"],
    ["bzip2", "-c"],
    ["zstd", "-qc"],
  ] as const) {
    test.skipIf(spawnSync(command, ["--version"], { stdio: "ignore" }).error !== undefined)(
      `unpacks what ${command} makes`,
      async () => {
        expect(await found(spawnSync(command, options, { input: tar(["a", samples.elf]) }).stdout)).toEqual([
          "a: ELF file",
        ]);
      },
    );
  }

  test("says which program is missing", async () => {
    const path = process.env["PATH"];
    process.env["PATH"] = "/nonexistent";
    try {
      await expect(scan(inPieces(Buffer.from("BZh9", "latin1")))).rejects.toThrow(
        "bzip2 is not installed; install bzip2",
      );
    } finally {
      process.env["PATH"] = path;
    }
  });

  test("finds the same in pieces of any length", async () => {
    const source = tar(
      ["a/b.zip", zip(["c.a", ar(["d.o/", samples.elf])], ["e.class", samples.java])],
      ["f", samples.pe],
      ["g", samples.other],
    );
    const whole = await found(source, source.length);
    expect(whole).toHaveLength(4);
    for (const length of [1, 7, 511, 512, 513, 4096]) expect(await found(source, length)).toEqual(whole);
  });
});

describe("a scan of a tar archive", () => {
  const long = `${"d/".repeat(90)}tool`;
  const record = `${long.length + 10} path=${long}\n`;

  test.each([
    [
      "a prefix",
      [tarHeader("tool", 64, "0", (header) => header.write("some/where", 345)), padded(samples.elf)],
      "some/where/tool",
    ],
    [
      "a long name of GNU tar",
      [
        tarHeader("././@LongLink", long.length + 1, "L"),
        padded(`${long}\0`),
        tarHeader("cut", 64),
        padded(samples.elf),
      ],
      long,
    ],
    [
      "a long name of pax",
      [tarHeader("x", record.length, "x"), padded(record), tarHeader("cut", 64), padded(samples.elf)],
      long,
    ],
    [
      "a size of pax",
      [tarHeader("x", 11, "x"), padded("11 size=64\n"), tarHeader("tool", 0), padded(samples.elf)],
      "tool",
    ],
    ["a binary size", [tarHeader("tool", `\x80${"\0".repeat(10)}\x40`), padded(samples.elf)], "tool"],
    ["a type nobody knows", [tarHeader("tool", 64, "Q"), padded(samples.elf)], "tool"],
  ])("understands %s", async (_, parts, name) => {
    expect(await found(Buffer.concat([...parts, tarEnd]))).toEqual([`${name}: ELF file`]);
  });

  test.each([
    [
      "a damaged header",
      Buffer.concat([tar(["a", "text"]).subarray(0, 1024), Buffer.alloc(512, 7)]),
      "has a damaged header",
    ],
    ["an end too early", tar(["a", samples.elf]).subarray(0, 540), "ends 36 bytes too early"],
    ["bytes after its end", Buffer.concat([tar(["a", "text"]), samples.elf]), "goes on after its end"],
    [
      "a header without measure",
      Buffer.concat([tarHeader("x", 2 ** 31, "x"), tarEnd]),
      `has a header of ${2 ** 31} bytes`,
    ],
    [
      "a negative size",
      Buffer.concat([tarHeader("a", "-0000000001\0"), tarEnd]),
      "has a header with a size that is no number",
    ],
    [
      "a pax header that is none",
      Buffer.concat([tarHeader("x", 5, "x"), padded("99 a="), tarEnd]),
      "has a damaged pax header",
    ],
    [
      "a name without measure",
      Buffer.concat([tarHeader("L", 5000, "L"), padded("n".repeat(5000)), tarHeader("a", 1), padded("a"), tarEnd]),
      "has a name of 5000 characters",
    ],
  ])("names one with %s, and what comes after it", async (_, bytes, detail) => {
    expect(await found(tar(["a.tar", bytes], ["b", samples.pe]))).toEqual([
      `a.tar: unopened archive (${detail})`,
      "b: PE file",
    ]);
  });

  test("names a sparse file, whose bytes do not begin as the file does", async () => {
    const map = Buffer.alloc(512);
    const old = Buffer.concat([
      tarHeader("a", 64, "S", (header) => header.writeUInt8(1, 482)),
      map,
      padded(samples.elf),
    ]);
    const pax = Buffer.concat([
      tarHeader("x", 22, "x"),
      padded("22 GNU.sparse.major=1\n"),
      tarHeader("b", 64),
      padded(samples.elf),
    ]);
    expect(await found(Buffer.concat([old, pax, tarEnd]))).toEqual([
      "a: unopened archive (it is a sparse file)",
      "b: unopened archive (it is a sparse file)",
    ]);
  });
});

describe("a scan of what is hostile", () => {
  const bomb = gzipSync(Buffer.alloc(1 << 20));

  test("ends at the limit of a source", async () => {
    await expect(scan(inPieces(bomb), { bytes: 1 << 19, files: 10 })).rejects.toThrow("holds more than 524288 bytes");
    await expect(
      scan(inPieces(tar(...Array.from({ length: 20 }, (_, index) => [`${index}`, "text"] as const))), {
        bytes: 1,
        files: 10,
      }),
    ).rejects.toThrow("holds more than 10 files");
  });

  test("names an archive inside that holds more than one may, and goes on", async () => {
    const { findings } = await scan(
      inPieces(tar(["bomb.gz", bomb], ["bomb.zip", zip(["a", Buffer.alloc(1 << 20)])], ["b", samples.elf])),
      { bytes: 1 << 30, files: 10, nested: { bytes: 1 << 19, files: 10 } },
    );
    expect(findings.map(({ path, kind, detail }) => [path, kind, detail])).toEqual([
      ["bomb.gz", "unopened archive", "holds more than 524288 bytes"],
      ["bomb.zip", "unopened archive", "holds more than 524288 bytes"],
      ["b", "ELF file", undefined],
    ]);
  });

  test("does not follow compressions in each other without end", async () => {
    let deep = samples.elf;
    for (let level = 0; level < 17; level += 1) deep = gzipSync(deep);
    expect(await found(tar(["deep.gz", deep]))).toEqual([
      `deep.gz${"!".repeat(15)}: unopened archive (lies in 16 others)`,
    ]);
  });

  test.each([
    ["gzip", gzipSync("text").subarray(0, 12), /^a: unopened archive \(gzip says: .+\)$/],
    [
      "gzip with bytes after it",
      Buffer.concat([gzipSync("text"), samples.elf]),
      /^a: unopened archive \(gzip says: .*trailing garbage.*\)$/,
    ],
    [
      "zip without a directory",
      zip(["b", "text"]).subarray(0, -10),
      /^a: unopened archive \(has no central directory\)$/,
    ],
    [
      "zip with a directory beyond its end",
      Buffer.concat([zip(["b", "text"]).subarray(0, -6), Buffer.from([0xff, 0xff, 0xff, 0x0f, 0, 0])]),
      /^a: unopened archive \(is cut off\)$/,
    ],
    [
      "ar with a damaged header",
      Buffer.concat([ar(["b/", "text"]), Buffer.alloc(60, 65)]),
      /^a: unopened archive \(has a damaged header\)$/,
    ],
  ])("names a broken %s", async (_, bytes, expected) => {
    expect(await found(tar(["a", bytes]))).toEqual([expect.stringMatching(expected)]);
  });

  test("survives any change of bytes with findings or a plain reason", async () => {
    const source = tar(
      ["a.zip", zip(["b.a", ar(["c.o/", samples.elf])], ["d", samples.java])],
      ["e.a", ar(["f", samples.pe])],
    );
    const change = fc.array(fc.tuple(fc.nat(source.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(change, async (changes) => {
        const changed = Buffer.from(source);
        for (const [at, byte] of changes) changed[at] = byte;
        await scan(inPieces(changed), { bytes: 1 << 24, files: 1000 }).catch((error: unknown) =>
          expect(error).toBeInstanceOf(LimitError),
        );
      }),
      { numRuns: 300 },
    );
  });
});
