import { describe, expect, test } from "vitest";
import { isAr, isArTable, readArHeader } from "../../../dsl/formats/ar.js";
import { isElf } from "../../../dsl/formats/elf.js";
import { tarNumber, tarText } from "../../../dsl/formats/tar.js";
import { archiveMembers } from "../../../dsl/prove/archive.js";
import { readMembers } from "../../../dsl/prove/tar.js";
import { tar } from "../scan/archives.js";

test("An ELF file and an archive of ar are known by their first bytes, however few follow.", () => {
  expect(["\x7fELF", "\x7fEL", "", "#!/b"].map((text) => isElf(Buffer.from(text, "latin1")))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(["!<arch>\n", "!<arch>", "", "!<thin>\n"].map((text) => isAr(Buffer.from(text)))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test.each([
  ["00000000017\0", 15],
  ["        17 \0", 15],
  ["77777777777\0", 2 ** 33 - 1],
  ["\0", 0],
  ["\x80\0\0\0\0\0\0\x02\0\0\0\0", 2 ** 33],
  ["\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", undefined],
  ["00000000018\0", undefined],
  ["size\0", undefined],
])("The field %j of a tar header is the number %j.", (field, value) => {
  expect(tarNumber(Buffer.from(field, "latin1"))).toBe(value);
});

test("Text in a tar header ends with the first NUL byte or with its field.", () => {
  expect([tarText(Buffer.from("usr/bin\0sh")), tarText(Buffer.from("usr"))]).toEqual(["usr/bin", "usr"]);
});

describe("a header of ar", () => {
  const header = (name: string, size: string, end = "`\n"): Buffer =>
    Buffer.from(`${name.padEnd(48)}${size.padEnd(10)}${end}`);

  test("tells name, size and how much of the data is a name", () => {
    expect(readArHeader(header("a.o/", "12"))).toEqual({ name: "a.o/", size: 12, nameLength: 0 });
    expect(readArHeader(header("#1/20", "32"))).toEqual({ name: "#1/20", size: 32, nameLength: 20 });
    expect(readArHeader(header("#1/20", "12"))).toEqual({ name: "#1/20", size: 12, nameLength: 12 });
  });

  test.each([
    ["x", "`\n"],
    ["-1", "`\n"],
    ["1", "xx"],
    ["1", "`"],
  ])("with the size %j and the end %j is damaged", (size, end) => {
    expect(readArHeader(header("a.o/", size, end))).toBeUndefined();
  });

  test("of a table is known", () => {
    expect(["/", "//", "/SYM64/", "__.SYMDEF", "/12", "a.o/"].map(isArTable)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test("with a name in its data leads to the data behind it, and a table behind such a name is none of the members", () => {
    const [object, table] = [
      `${header("#1/8", "15").toString()}long.o\0\0\x7fELF012`,
      `${header("#1/12", "16").toString()}__.SYMDEF\0\0\0abcd`,
    ];
    expect(archiveMembers(Buffer.from(`!<arch>\n${object}\n${table}`)).map(String)).toEqual(["\x7fELF012"]);
  });
});

test("An archive of ar whose last member is cut off is damaged.", () => {
  expect(() => archiveMembers(Buffer.from(`!<arch>\n${"a.o/".padEnd(48)}${"100".padEnd(10)}\`\nfour`))).toThrow(
    "an archive of ar that is damaged",
  );
});

test("A layer with a size that is no number is an error, not the end of its members.", () => {
  const layer = tar(["a", "one"], ["b", "two"]);
  layer.write("ustar  \0", 257, "latin1");
  layer.write("00000000z03", 124, "latin1");
  expect(() => readMembers((offset, length) => layer.subarray(offset, offset + length), layer.length)).toThrow(
    "a header of tar with no number at byte 124 of it",
  );
});
