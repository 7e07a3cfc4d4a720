import { isElf } from "../formats/elf.js";

/** What a pre-built file is, by its first bytes. These names stand in lists of accepted files. */
export const kinds = [
  "ELF file",
  "Mach-O file",
  "PE file",
  "DOS program",
  "COFF object",
  "LLVM bitcode",
  "static library",
  "WebAssembly",
  "Java class",
  "Java archive",
  "Android bytecode",
  "Python bytecode",
  "Emacs bytecode",
  "Lua bytecode",
  "Erlang bytecode",
  "Flash program",
  "device tree",
  "firmware image",
  "Intel HEX",
  "S-records",
  "uuencoded file",
  "gettext catalogue",
  "unopened archive",
  "binary data",
] as const;
export type Kind = (typeof kinds)[number];

/** Kinds that make an ar archive a static library. */
export const objectKinds: ReadonlySet<Kind> = new Set([
  "ELF file",
  "Mach-O file",
  "COFF object",
  "LLVM bitcode",
  "WebAssembly",
]);

const begins =
  (...magics: string[]) =>
  (start: Buffer): boolean =>
    magics.some((magic) => start.toString("latin1", 0, magic.length) === magic);

const tests: readonly (readonly [Kind, (start: Buffer) => boolean])[] = [
  ["ELF file", isElf],
  [
    "Mach-O file",
    (start) =>
      begins(
        "\xfe\xed\xfa\xce",
        "\xfe\xed\xfa\xcf",
        "\xce\xfa\xed\xfe",
        "\xcf\xfa\xed\xfe",
        "\xca\xfe\xba\xbf",
      )(start) || isFat(start),
  ],
  ["Java class", (start) => begins("\xca\xfe\xba\xbe")(start) && start.length >= 8 && !isFat(start)], // JVMS 4.1
  ["PE file", isPe],
  [
    "DOS program",
    (start) => begins("MZ")(start) && start.length >= 28 && start.includes(0) && start.readUInt16LE(2) < 512,
  ],
  ["COFF object", isCoff],
  ["LLVM bitcode", begins("BC\xc0\xde", "\xde\xc0\x17\x0b")],
  ["WebAssembly", begins("\0asm")],
  ["Android bytecode", (start) => /^dex\n\d{3}\0/.test(start.toString("latin1", 0, 8))],
  ["Python bytecode", isPython],
  ["Emacs bytecode", (start) => begins(";ELC")(start) && start.includes(0)],
  ["Lua bytecode", begins("\x1bLua", "\x1bLJ")],
  ["Erlang bytecode", (start) => begins("FOR1")(start) && start.toString("latin1", 8, 12) === "BEAM"],
  ["Flash program", (start) => /^[FCZ]WS[\x01-\x32]/.test(start.toString("latin1", 0, 4)) && start.includes(0)],
  ["device tree", begins("\xd0\x0d\xfe\xed")], // Devicetree Specification 0.4, section 5.2
  ["firmware image", begins("\x27\x05\x19\x56", "UF2\n", "ANDROID!", "DfuSe", "\x5a\xa5\xf0\x0f")], // U-Boot, UF2, Android boot, DfuSe, Intel flash descriptor
  ["Intel HEX", (start) => /^(?::[0-9A-Fa-f]{10,}\r?\n){2}/.test(start.toString("latin1"))],
  [
    "S-records",
    (start) => /^S[0-35-9][0-9A-Fa-f]{6,}\r?\nS[0-35-9][0-9A-Fa-f]{6,}\r?\n/.test(start.toString("latin1")),
  ],
  ["uuencoded file", (start) => /^begin [0-7]{3,4} \S.*\r?\nM[ -`]{60}/m.test(start.toString("latin1"))],
  ["gettext catalogue", begins("\xde\x12\x04\x95", "\x95\x04\x12\xde")], // GNU gettext manual, "The Format of GNU MO Files"
  [
    "unopened archive",
    begins(
      "7z\xbc\xaf\x27\x1c",
      "Rar!\x1a\x07",
      "MSCF\0\0\0\0",
      "hsqs",
      "sqsh",
      "070701",
      "070702",
      "\xed\xab\xee\xdb",
      "xar!",
      "\x04\x22\x4d\x18",
      "\x89LZO",
    ),
  ],
];

/** The kind of a file that begins like this, or undefined when it is none that is known. */
export function kindOf(start: Buffer): Kind | undefined {
  return tests.find(([, test]) => test(start))?.[0];
}

/** How much of a file must be at hand to tell its kind, in bytes. */
export const startLength = 4096;

/** Pictures, fonts, sound and documents: data that is looked at, not run. What stands behind their first bytes is not known. */
export const isMedium = (start: Buffer): boolean =>
  begins(
    "\x89PNG\r\n\x1a\n",
    "\xff\xd8\xff",
    "GIF87a",
    "GIF89a",
    "II*\0",
    "MM\0*",
    "\0\0\x01\0",
    "\0\x01\0\0\0",
    "OTTO",
    "ttcf",
    "wOFF",
    "wOF2",
    "OggS",
    "fLaC",
    "ID3",
    "%PDF-",
  )(start) ||
  (begins("RIFF")(start) && ["WAVE", "WEBP"].includes(start.toString("latin1", 8, 12))) ||
  (begins("BM")(start) && start.length >= 18 && start.readUInt32LE(6) === 0 && start.readUInt32LE(14) <= 124);

/** A Mach-O file for several processors has the magic number of a Java class; classes have at least version 45. */
function isFat(start: Buffer): boolean {
  return (
    start.length >= 8 &&
    start.readUInt32BE(0) === 0xcafe_babe &&
    start.readUInt32BE(4) > 0 &&
    start.readUInt32BE(4) < 45
  );
}

/** PE format, "MS-DOS Stub" and "Signature". */
function isPe(start: Buffer): boolean {
  if (!begins("MZ")(start) || start.length < 64) return false;
  const at = start.readUInt32LE(60);
  return start.toString("latin1", at, at + 4) === "PE\0\0";
}

/** PE format, "COFF File Header": i386, ARM, AMD64, ARM64, RISC-V; there is no magic number, so the first section's name must look like one. */
function isCoff(start: Buffer): boolean {
  if (start.length < 60 || ![0x14c, 0x1c0, 0x1c4, 0x8664, 0xaa64, 0x5032, 0x5064].includes(start.readUInt16LE(0)))
    return false;
  return (
    start.readUInt16LE(2) > 0 &&
    start.readUInt16LE(2) < 4096 &&
    start.readUInt16LE(16) === 0 &&
    /^[./][\w$./]+\0*$/.test(start.toString("latin1", 20, 28))
  );
}

/** A magic number of two bytes, CR LF, up to three further words, then a marshalled code object. */
function isPython(start: Buffer): boolean {
  return (
    start.toString("latin1", 2, 4) === "\r\n" &&
    [8, 12, 16].some((at) => ((start[at] ?? 0) & 0x7f) === 0x63) &&
    start.includes(0)
  );
}
