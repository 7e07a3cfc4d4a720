import { crc32, deflateRawSync } from "node:zlib";

/** A file to put into an archive. */
export type File = readonly [name: string, bytes: Buffer | string];

/** A header of a tar archive in the ustar format. */
export function tarHeader(
  name: string,
  size: number | string,
  type = "0",
  edit: (header: Buffer) => void = () => undefined,
): Buffer {
  const header = Buffer.alloc(512);
  header.write(name.slice(0, 100), 0);
  header.write("0000644\0".padEnd(8), 100);
  header.write(typeof size === "string" ? size : `${size.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  header.write(type, 156);
  header.write("ustar\x0000", 257, "latin1");
  edit(header);
  header.fill(" ", 148, 156);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0`,
    148,
  );
  return header;
}

/** Bytes with the padding that tar wants. */
export function padded(bytes: Buffer | string): Buffer {
  const buffer = Buffer.from(bytes);
  return Buffer.concat([buffer, Buffer.alloc((512 - (buffer.length % 512)) % 512)]);
}

export const tarEnd = Buffer.alloc(1024);

export function tar(...files: readonly File[]): Buffer {
  return Buffer.concat([
    ...files.flatMap(([name, bytes]) => [tarHeader(name, Buffer.byteLength(bytes)), padded(bytes)]),
    tarEnd,
  ]);
}

export function ar(...files: readonly File[]): Buffer {
  const members = files.map(([name, bytes]) =>
    Buffer.concat([
      Buffer.from(`${name.padEnd(16)}${"0".padEnd(32)}${String(Buffer.byteLength(bytes)).padEnd(10)}\`\n`),
      Buffer.from(bytes),
      Buffer.from(Buffer.byteLength(bytes) % 2 === 0 ? "" : "\n"),
    ]),
  );
  return Buffer.concat([Buffer.from("!<arch>\n"), ...members]);
}

/** A zip archive; every second file is stored as it is. */
export function zip(...files: readonly File[]): Buffer {
  let at = 0;
  const parts = files.map(([name, content], index) => {
    const bytes = Buffer.from(content);
    const packed = index % 2 === 0 ? deflateRawSync(bytes) : bytes;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(index % 2 === 0 ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    at += local.length;
    return { local, central: Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), fields, place, Buffer.from(name)]) };
  });
  const directory = Buffer.concat(parts.map(({ central }) => central));
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts.map(({ local }) => local), directory, end]);
}

/** The smallest bytes of each kind of file that stands for itself. */
export const samples = {
  elf: Buffer.from("\x7fELF\x02\x01\x01".padEnd(64, "\0"), "latin1"),
  machO: Buffer.from("\xcf\xfa\xed\xfe\x07\0\0\x01", "latin1"),
  fat: Buffer.from("\xca\xfe\xba\xbe\0\0\0\x02", "latin1"),
  java: Buffer.from("\xca\xfe\xba\xbe\0\0\0\x34\0\x10", "latin1"),
  pe: Buffer.from(`MZ${"\0".repeat(58)}\x40\0\0\0PE\0\0d\x86`, "latin1"),
  dos: Buffer.from("MZ\x10\0\x01\0".padEnd(64, "\0"), "latin1"),
  coff: Buffer.from(`\x64\x86\x01\0${"\0".repeat(16)}.text\0\0\0${"\0".repeat(40)}`, "latin1"),
  bitcode: Buffer.from("BC\xc0\xde\x35\x14\0\0", "latin1"),
  wasm: Buffer.from("\0asm\x01\0\0\0", "latin1"),
  python: Buffer.from("\xa7\r\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3\0", "latin1"),
  emacs: Buffer.from(";ELC\x1c\0\0\0", "latin1"),
  lua: Buffer.from("\x1bLua\x54\0", "latin1"),
  hex: Buffer.from(":10010000214601360121470136007EFE09D2190140\n:00000001FF00\n"),
  records: Buffer.from(
    "S00F000068656C6C6F202020202000003C\nS11F00007C0802A6900100049421FFF07C6C1B787C8C23783C60000038630000\n",
  ),
  uuencoded: Buffer.from(`begin 644 tool\nM${"?T5,1@(!`0".repeat(6).slice(0, 60)}\n\`\nend\n`),
  gettext: Buffer.from("\xde\x12\x04\x95\0\0\0\0", "latin1"),
  deviceTree: Buffer.from("\xd0\x0d\xfe\xed\0\0\0\x48", "latin1"),
  other: Buffer.from("no text\0 for anybody"),
};
