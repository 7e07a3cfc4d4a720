import { isElf } from "../formats/elf.js";
import { sectionsOf } from "./elf-sections.js";

/** What an ELF file says about itself (System V ABI, generic part, chapters 4 and 5). */
export interface Elf {
  /** 32 or 64 (EI_CLASS). */
  readonly bits: 32 | 64;
  /** e_machine. */
  readonly machine: number;
  /** e_type: 1 relocatable, 2 executable, 3 shared object. */
  readonly type: number;
  /** PT_INTERP. */
  readonly interpreter: string | undefined;
  /** DT_NEEDED. */
  readonly needed: readonly string[];
  /** DT_RUNPATH, or else DT_RPATH, split at the colons. */
  readonly searchPath: readonly string[];
  /** Every NT_GNU_BUILD_ID, in hexadecimal. */
  readonly buildIds: readonly string[];
  /** Whether it has a dynamic section: whether anything is relocated when it is loaded. */
  readonly dynamic: boolean;
  /** PT_GNU_RELRO: what is read-only after relocation. */
  readonly relro: boolean;
  /** DF_BIND_NOW, DF_1_NOW or DT_BIND_NOW, or no lazily bound function. */
  readonly boundNow: boolean;
  /** Whether its stack is executable: PF_X of PT_GNU_STACK, or no such segment. */
  readonly executableStack: boolean;
  /** DT_TEXTREL or DF_TEXTREL: relocations change code. */
  readonly textRelocations: boolean;
  /** What `.comment` names: the compilers and the linker; empty without the section. */
  readonly makers: readonly string[];
  /** The first bytes of each function that it exports, in hexadecimal. */
  readonly entries: readonly string[];
}

const [ptLoad, ptDynamic, ptInterp, ptNote, ptGnuStack, ptGnuRelro] = [1, 2, 3, 4, 0x6474e551, 0x6474e552];
const [dtNull, dtNeeded, dtStrtab, dtRpath, dtRunpath] = [0, 1, 5, 15, 29];
const [dtTextrel, dtJmprel, dtBindNow, dtFlags, dtFlags1] = [22, 23, 24, 30, 0x6ffffffb];
const [dfTextrel, dfBindNow, df1Now, pfX] = [4, 8, 1, 1];
const ntGnuBuildId = 3;

interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/** Reads numbers of the file's own width and byte order. */
export interface Reader {
  readonly bits: 32 | 64;
  readonly bytes: Buffer;
  half(offset: number): number;
  word(offset: number): number;
  /** An address or offset: 4 or 8 bytes. */
  wide(offset: number): number;
}

/** Parses an ELF file, or gives undefined when the bytes are none. @throws Error when it is cut off or breaks the format. */
export function parseElf(bytes: Buffer): Elf | undefined {
  if (!isElf(bytes)) return undefined;
  const reader = readerOf(bytes);
  try {
    const segments = programHeaders(reader);
    const dynamic = dynamicEntries(reader, segments);
    const strings = fileOffset(segments, dynamic.find(({ tag }) => tag === dtStrtab)?.value ?? 0);
    const named = (wanted: number): string[] =>
      dynamic.filter(({ tag }) => tag === wanted).map(({ value }) => stringAt(bytes, strings + value));
    const [interpreter] = segments.filter(({ type }) => type === ptInterp);
    const paths = named(dtRunpath).length > 0 ? named(dtRunpath) : named(dtRpath);
    return {
      bits: reader.bits,
      machine: reader.half(18),
      type: reader.half(16),
      interpreter: interpreter && stringAt(bytes, interpreter.offset),
      needed: named(dtNeeded),
      searchPath: paths.flatMap((path) => path.split(":")).filter((path) => path !== ""),
      buildIds: segments.filter(({ type }) => type === ptNote).flatMap((segment) => buildIds(reader, segment)),
      ...protectionsOf(segments, dynamic),
      ...sectionsOf(reader, (address) => fileOffset(segments, address)),
    };
  } catch (error) {
    if (error instanceof RangeError) throw new Error("an ELF file that is cut off or damaged", { cause: error });
    throw error;
  }
}

/** What the program headers and the dynamic section say of how it is loaded (Linux Standard Base, Core, "Additional Special Sections"). */
function protectionsOf(
  segments: readonly Segment[],
  dynamic: readonly { readonly tag: number; readonly value: number }[],
): Pick<Elf, "dynamic" | "relro" | "boundNow" | "executableStack" | "textRelocations"> {
  const has = (wanted: number): boolean => dynamic.some(({ tag }) => tag === wanted);
  const flag = (wanted: number, bit: number): boolean =>
    dynamic.some(({ tag, value }) => tag === wanted && (value & bit) !== 0);
  const stack = segments.find(({ type }) => type === ptGnuStack);
  return {
    dynamic: dynamic.length > 0,
    relro: segments.some(({ type }) => type === ptGnuRelro),
    boundNow: has(dtBindNow) || flag(dtFlags, dfBindNow) || flag(dtFlags1, df1Now) || !has(dtJmprel),
    executableStack: stack === undefined || (stack.flags & pfX) !== 0,
    textRelocations: has(dtTextrel) || flag(dtFlags, dfTextrel),
  };
}

function readerOf(bytes: Buffer): Reader {
  const bits = bytes[4] === 1 ? 32 : 64;
  const little = bytes[5] === 1;
  const word = (offset: number): number => (little ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset));
  const giant = (offset: number): number =>
    Number(little ? bytes.readBigUInt64LE(offset) : bytes.readBigUInt64BE(offset));
  return {
    bits,
    bytes,
    half: (offset) => (little ? bytes.readUInt16LE(offset) : bytes.readUInt16BE(offset)),
    word,
    wide: bits === 32 ? word : giant,
  };
}

/** Chapter 5, "Program Header": e_phoff, e_phentsize and e_phnum lead to them. */
function programHeaders({ bits, half, word, wide }: Reader): Segment[] {
  const start = wide(bits === 32 ? 28 : 32);
  const [size, number] = [half(bits === 32 ? 42 : 54), half(bits === 32 ? 44 : 56)];
  return Array.from({ length: number }, (_, index) => {
    const at = start + index * size;
    const [type, flags] = [word(at), word(at + (bits === 32 ? 24 : 4))];
    if (bits === 32) return { type, flags, offset: word(at + 4), address: word(at + 8), size: word(at + 16) };
    return { type, flags, offset: wide(at + 8), address: wide(at + 16), size: wide(at + 32) };
  });
}

/** Chapter 5, "Dynamic Section". */
function dynamicEntries({ bits, wide }: Reader, segments: readonly Segment[]): { tag: number; value: number }[] {
  const dynamic = segments.find(({ type }) => type === ptDynamic);
  const entries: { tag: number; value: number }[] = [];
  const width = bits / 8;
  for (let at = dynamic?.offset ?? 0; dynamic !== undefined && at < dynamic.offset + dynamic.size; at += 2 * width) {
    const tag = wide(at);
    if (tag === dtNull) break;
    entries.push({ tag, value: wide(at + width) });
  }
  return entries;
}

/** Where an address of the loaded file lies in the file. */
function fileOffset(segments: readonly Segment[], address: number): number {
  const segment = segments.find(
    ({ type, address: start, size }) => type === ptLoad && address >= start && address < start + size,
  );
  return segment === undefined ? address : segment.offset + address - segment.address;
}

function stringAt(bytes: Buffer, offset: number): string {
  const end = bytes.indexOf(0, offset);
  if (offset >= bytes.length || end < 0) throw new RangeError("a string without end");
  return bytes.toString("utf8", offset, end);
}

/** Chapter 5, "Note Section": sizes of name and descriptor, a type, both filled up to four bytes. */
function buildIds({ bytes, word }: Reader, segment: Segment): string[] {
  const found: string[] = [];
  const end = segment.offset + segment.size;
  for (let at = segment.offset; at + 12 <= end; ) {
    const [nameSize, size, type] = [word(at), word(at + 4), word(at + 8)];
    const start = at + 12 + padded(nameSize);
    if (type === ntGnuBuildId && bytes.toString("latin1", at + 12, at + 12 + nameSize) === "GNU\0")
      found.push(bytes.toString("hex", start, start + size));
    at = start + padded(size);
  }
  return found;
}

function padded(size: number): number {
  return Math.ceil(size / 4) * 4;
}
