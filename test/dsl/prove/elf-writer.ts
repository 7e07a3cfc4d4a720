/** Writes small ELF files by the System V ABI, generic part, chapters 4 and 5: enough to be read, not to be run. */
export interface ElfParts {
  readonly bits?: 32 | 64;
  readonly big?: boolean;
  readonly machine?: number;
  readonly type?: number;
  readonly interpreter?: string;
  readonly needed?: readonly string[];
  readonly runPath?: string;
  readonly rPath?: string;
  /** In hexadecimal. */
  readonly buildId?: string;
  /** Text that stands somewhere in the data. */
  readonly data?: string;
  /** Flags of PT_GNU_STACK: 6 is not executable, 7 is; undefined leaves it out. */
  readonly stack?: number | undefined;
  /** False leaves PT_GNU_RELRO out. */
  readonly relro?: boolean;
  /** Further entries of the dynamic section: tag and value. */
  readonly tags?: readonly (readonly [number, number])[];
  /** What `.comment` holds. */
  readonly makers?: readonly string[];
  /** The first bytes of each exported function, in hexadecimal. */
  readonly entries?: readonly string[];
}

/** Addresses are offsets plus this, so that a reader that forgets the difference is found. */
const base = 0x400000;

/** The bytes of an ELF file with these parts; an x86-64 shared object by default. */
export function writeElf(parts: ElfParts = {}): Buffer {
  const { bits = 64, big = false, machine = 62, type = 3 } = parts;
  const wide = bits / 8;
  const int = (value: number, size: number): Buffer => {
    const bytes = Buffer.alloc(size);
    for (let index = 0; index < size; index++)
      bytes[big ? size - 1 - index : index] = Math.floor(value / 2 ** (8 * index)) % 256;
    return bytes;
  };
  const [half, word, address] = [
    (value: number) => int(value, 2),
    (value: number) => int(value, 4),
    (value: number) => int(value, wide),
  ];
  const [headerSize, segmentSize] = bits === 64 ? [64, 56] : [52, 32];

  const strings = ["", ...(parts.needed ?? []), parts.runPath ?? "", parts.rPath ?? ""];
  const table = Buffer.from(`${strings.join("\0")}\0`);
  const at = (text: string): number => Buffer.from(`\0${table.toString().slice(1)}`).indexOf(`\0${text}\0`) + 1;
  const entries: [number, number][] = [
    ...(parts.needed ?? []).map((name): [number, number] => [1, at(name)]),
    ...(parts.runPath === undefined ? [] : [[29, at(parts.runPath)] as [number, number]]),
    ...(parts.rPath === undefined ? [] : [[15, at(parts.rPath)] as [number, number]]),
    ...(parts.tags ?? []).map(([tag, value]): [number, number] => [tag, value]),
  ];
  const stack = "stack" in parts ? parts.stack : 6;
  const relro = parts.relro ?? true;
  const note =
    parts.buildId === undefined
      ? undefined
      : Buffer.concat([
          word(4),
          word(parts.buildId.length / 2),
          word(3),
          Buffer.from("GNU\0"),
          Buffer.from(parts.buildId, "hex"),
        ]);
  const dynamicSize = (entries.length + 2) * 2 * wide;
  const sections: { type: number; bytes: Buffer }[] = [
    { type: 0, bytes: table },
    ...(parts.interpreter === undefined ? [] : [{ type: 3, bytes: Buffer.from(`${parts.interpreter}\0`) }]),
    ...(note === undefined ? [] : [{ type: 4, bytes: note }]),
    { type: 0, bytes: Buffer.from(`${parts.data ?? ""}\0`) },
    { type: 0, bytes: Buffer.from((parts.entries ?? []).join(""), "hex") },
    { type: 0, bytes: Buffer.from((parts.makers ?? []).map((maker) => `${maker}\0`).join("")) },
    { type: 0, bytes: Buffer.from("\0.comment\0.shstrtab\0.dynsym\0") },
  ];
  const segments =
    sections.filter((section) => section.type !== 0).length +
    (entries.length > 0 ? 2 : 1) +
    (stack === undefined ? 0 : 1) +
    (relro ? 1 : 0);
  let offset = headerSize + segments * segmentSize;
  const placed = sections.map((section) => {
    const start = Math.ceil(offset / 8) * 8;
    offset = start + section.bytes.length;
    return { ...section, start };
  });
  const dynamicStart = Math.ceil(offset / 8) * 8;
  const dynamicEnd = dynamicStart + dynamicSize;
  const [code, comment, names] = placed.slice(-3);
  const symbols = Buffer.concat(
    (parts.entries ?? []).map((_, index) => {
      const value = address(base + code!.start + 4 * index);
      const rest = [Buffer.from([0x12, 0]), half(1)];
      return bits === 64
        ? Buffer.concat([word(0), ...rest, value, address(4)])
        : Buffer.concat([word(0), value, word(4), ...rest]);
    }),
  );
  const symbolsStart = dynamicEnd;
  const headersStart = symbolsStart + symbols.length;
  const section = (name: number, kind: number, start: number, size: number): Buffer =>
    Buffer.concat([
      word(name),
      word(kind),
      ...[0, 0, start, size].map(address),
      word(0),
      word(0),
      ...[1, 0].map(address),
    ]);
  const headers = Buffer.concat([
    section(0, 0, 0, 0),
    section(1, 1, comment!.start, comment!.bytes.length),
    section(10, 3, names!.start, names!.bytes.length),
    section(20, 11, symbolsStart, symbols.length),
  ]);
  const end = headersStart + headers.length;
  const dynamic = Buffer.concat(
    [...entries, [5, base + placed[0]!.start] as [number, number], [0, 0] as [number, number]].flatMap(
      ([tag, value]) => [address(tag), address(value)],
    ),
  );

  const header = (kind: number, start: number, size: number, flags = 4): Buffer =>
    bits === 64
      ? Buffer.concat([word(kind), word(flags), ...[start, base + start, base + start, size, size, 8].map(address)])
      : Buffer.concat([word(kind), ...[start, base + start, base + start, size, size].map(word), word(flags), word(4)]);
  const identity = Buffer.from([
    0x7f,
    0x45,
    0x4c,
    0x46,
    bits === 64 ? 2 : 1,
    big ? 2 : 1,
    1,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
  const file = Buffer.alloc(end);
  const head = [
    identity,
    half(type),
    half(machine),
    word(1),
    address(0),
    address(headerSize),
    address(headersStart),
    word(0),
    ...[headerSize, segmentSize, segments, bits === 64 ? 64 : 40, 4, 2].map(half),
  ];
  const table2 = [
    header(1, 0, end),
    ...placed
      .filter((section) => section.type !== 0)
      .map((section) => header(section.type, section.start, section.bytes.length)),
    ...(entries.length > 0 ? [header(2, dynamicStart, dynamicSize)] : []),
    ...(stack === undefined ? [] : [header(0x6474e551, 0, 0, stack)]),
    ...(relro ? [header(0x6474e552, dynamicStart, dynamicSize)] : []),
  ];
  Buffer.concat([...head, ...table2]).copy(file);
  for (const { start, bytes } of placed) bytes.copy(file, start);
  dynamic.copy(file, dynamicStart);
  symbols.copy(file, symbolsStart);
  headers.copy(file, headersStart);
  return file;
}

/** An archive of ar with these members (System V ABI, generic part, chapter 7). */
export function writeArchive(members: Readonly<Record<string, Buffer>>): Buffer {
  const parts = Object.entries(members).flatMap(([name, bytes]) => {
    const header = `${`${name}/`.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"644".padEnd(8)}${String(bytes.length).padEnd(10)}\`\n`;
    return [Buffer.from(header), bytes, Buffer.from(bytes.length % 2 === 1 ? "\n" : "")];
  });
  return Buffer.concat([Buffer.from("!<arch>\n"), ...parts]);
}
