import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { archiveMembers } from "../../../dsl/prove/archive.js";
import { parseElf } from "../../../dsl/prove/elf.js";
import { temporaryFolder } from "../../support/files.js";
import { writeArchive, writeElf } from "./elf-writer.js";

const parts = {
  interpreter: "/lib/ld-musl-x86_64.so.1",
  needed: ["libz.so.1", "libc.so"],
  runPath: "$ORIGIN/../lib:/usr/lib/tool",
  buildId: "00112233445566778899aabbccddeeff00112233",
};

describe("an ELF file", () => {
  test.each([
    { bits: 64, big: false, machine: 62 },
    { bits: 64, big: true, machine: 22 },
    { bits: 32, big: false, machine: 3 },
    { bits: 32, big: true, machine: 8 },
  ] as const)("of $bits bits, most significant byte first: $big, is read", (kind) => {
    expect(
      parseElf(
        writeElf({
          ...parts,
          ...kind,
          type: 2,
          tags: [[30, 8]],
          makers: ["a", "b"],
          entries: ["f30f1efa", "00000000"],
        }),
      ),
    ).toEqual({
      bits: kind.bits,
      machine: kind.machine,
      type: 2,
      interpreter: "/lib/ld-musl-x86_64.so.1",
      needed: ["libz.so.1", "libc.so"],
      searchPath: ["$ORIGIN/../lib", "/usr/lib/tool"],
      buildIds: [parts.buildId],
      dynamic: true,
      relro: true,
      boundNow: true,
      executableStack: false,
      textRelocations: false,
      makers: ["a", "b"],
      entries: ["f30f1efa", "00000000"],
    });
  });

  test("without anything needs nothing", () => {
    expect(parseElf(writeElf())).toMatchObject({ interpreter: undefined, needed: [], searchPath: [], buildIds: [] });
  });

  test("with both search paths is read by DT_RUNPATH, with one by that", () => {
    expect(parseElf(writeElf({ needed: ["a"], runPath: "/one", rPath: "/two" }))!.searchPath).toEqual(["/one"]);
    expect(parseElf(writeElf({ needed: ["a"], rPath: "/two" }))!.searchPath).toEqual(["/two"]);
  });

  test("that is cut off is an error, wherever the cut is, or is found to need the same", () => {
    const whole = writeElf(parts);
    const wanted = parseElf(whole);
    for (let length = 20; length < whole.length; length++) {
      let found: ReturnType<typeof parseElf>;
      try {
        found = parseElf(whole.subarray(0, length));
      } catch (error) {
        expect((error as Error).message).toBe("an ELF file that is cut off or damaged");
        continue;
      }
      expect(found).toEqual(wanted);
    }
  });

  test("is none when the bytes are others", () => {
    expect(parseElf(Buffer.from("#!/bin/sh\nexec tool\n"))).toBeUndefined();
  });

  // Node itself is always there; readelf, where it is, tells the same of it.
  test("that runs this test is read as readelf reads it", ({ skip }) => {
    const elf = parseElf(readFileSync(process.execPath))!;
    expect(elf.needed.filter((name) => name.startsWith("libc."))).toHaveLength(1);
    expect(elf.interpreter).toMatch(/^\/lib.*\/ld-/);
    if (!existsSync("/usr/bin/readelf")) return skip("no readelf on this machine");
    const said = execFileSync("readelf", ["-dn", "--wide", process.execPath], { encoding: "utf8", stdio: "pipe" });
    expect(elf.needed).toEqual([...said.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(([, name]) => name));
    const headers = execFileSync("readelf", ["-lW", process.execPath], { encoding: "utf8", stdio: "pipe" });
    expect(elf.relro).toBe(headers.includes("GNU_RELRO"));
    expect(elf.executableStack).toBe(/GNU_STACK.* RWE /.test(headers));
    const comment = execFileSync("readelf", ["-p", ".comment", process.execPath], { encoding: "utf8", stdio: "pipe" });
    for (const maker of elf.makers) expect(comment).toContain(maker);
    expect(elf.buildIds).toEqual([...said.matchAll(/Build ID: ([0-9a-f]+)/g)].map(([, id]) => id));
  });
});

describe("an archive", () => {
  test("gives its members, also behind one of odd length", () => {
    expect(archiveMembers(writeArchive({ "a.o": Buffer.from("one"), "b.o": Buffer.from("four") })).map(String)).toEqual(
      ["one", "four"],
    );
  });

  test("made by ar is read", ({ skip }) => {
    if (!existsSync("/usr/bin/ar")) return skip("no ar on this machine");
    const folder = temporaryFolder();
    for (const [name, text] of [
      ["a.o", "odd"],
      ["a-name-of-more-than-sixteen-letters.o", "even"],
    ] as const)
      writeFileSync(join(folder, name), text);
    execFileSync("ar", ["rcD", "lib.a", "a.o", "a-name-of-more-than-sixteen-letters.o"], { cwd: folder });
    expect(archiveMembers(readFileSync(join(folder, "lib.a"))).map(String)).toEqual(
      expect.arrayContaining(["odd", "even"]),
    );
  });

  test("that is damaged is an error", () => {
    expect(() => archiveMembers(Buffer.from(`!<arch>\n${"x".repeat(60)}`))).toThrow("an archive of ar that is damaged");
  });
});
