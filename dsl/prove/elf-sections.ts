import type { Elf, Reader } from "./elf.js";

const shtDynsym = 11;
const sttFunc = 2;

/** As many bytes as an instruction that marks an indirect branch's target has. */
const entryBytes = 4;

interface Section {
  readonly name: number;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
}

/**
 * What the sections of a linked file say of who made it and where its functions begin; a file without section headers says
 * nothing (System V ABI, generic part, chapter 4, "Sections" and "Symbol Table").
 * @param fileOffset where an address of the loaded file is in the file.
 */
export function sectionsOf(reader: Reader, fileOffset: (address: number) => number): Pick<Elf, "makers" | "entries"> {
  const sections = sectionHeaders(reader);
  const names = sections[reader.half(reader.bits === 32 ? 50 : 62)];
  const named = (section: Section, name: string): boolean =>
    names !== undefined && reader.bytes.toString("latin1", names.offset + section.name).startsWith(`${name}\0`);
  const comment = sections.find((section) => section.type === 1 && named(section, ".comment"));
  const symbols = sections.find(({ type }) => type === shtDynsym);
  return {
    makers: comment === undefined ? [] : textsIn(reader, comment),
    entries: symbols === undefined ? [] : exported(reader, symbols, fileOffset),
  };
}

function sectionHeaders({ bits, half, word, wide }: Reader): Section[] {
  const start = wide(bits === 32 ? 32 : 40);
  const [size, number] = [half(bits === 32 ? 46 : 58), half(bits === 32 ? 48 : 60)];
  return Array.from({ length: start === 0 ? 0 : number }, (_, index) => {
    const at = start + index * size;
    const [offset, length] = bits === 32 ? [word(at + 16), word(at + 20)] : [wide(at + 24), wide(at + 32)];
    return { name: word(at), type: word(at + 4), offset, size: length };
  });
}

/** Each text once. */
function textsIn({ bytes }: Reader, { offset, size }: Section): string[] {
  const texts = bytes.toString("utf8", offset, offset + size).split("\0");
  return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ""))];
}

/** The beginnings of the functions that a file defines for others. */
function exported(
  { bits, bytes, half, wide }: Reader,
  { offset, size }: Section,
  fileOffset: (address: number) => number,
): string[] {
  const [width, value, info, index] = bits === 32 ? [16, 4, 12, 14] : [24, 8, 4, 6];
  return Array.from({ length: Math.floor(size / width) }, (_, number) => offset + number * width)
    .filter((at) => (bytes[at + info]! & 0xf) === sttFunc && half(at + index) !== 0)
    .map((at) => fileOffset(wide(at + value)))
    .map((start) => bytes.toString("hex", start, start + entryBytes));
}
