/** Zip archives of every kind of member, unpacked by both families of tools as builds do: the same files, or refused beforehand. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { emitScript } from "../../dsl/emit/script.js";
import { sections } from "../../dsl/lower/script.js";
import { differently } from "../../dsl/scan/alike.js";
import type { Definition } from "../../dsl/validate/definition.js";
import { temporaryFolder } from "../support/files.js";
import { toolFamilies, wholeTree, type ToolFamily } from "../support/tool-families.js";

interface Entry {
  readonly name: string;
  readonly data?: string;
  readonly mode?: number;
  readonly system?: number;
  readonly method?: number;
  readonly flags?: number;
  readonly version?: number;
  readonly sum?: number;
  /** Attributes of DOS. */
  readonly dos?: number;
  readonly localName?: string;
}

const numbers = (...fields: readonly (readonly [value: number, size: 2 | 4])[]): Buffer =>
  Buffer.concat(
    fields.map(([value, size]) => {
      const field = Buffer.alloc(size);
      field.writeUIntLE(value, 0, size);
      return field;
    }),
  );

/** An archive (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). */
function zip(...entries: readonly Entry[]): Buffer {
  const [local, central]: [Buffer[], Buffer[]] = [[], []];
  for (const entry of entries) {
    const { name, data = "", mode = 0o100644, system = 3, method = 0, flags = 0, version = 20, dos = 0 } = entry;
    const packed = method === 8 ? deflateRawSync(data) : Buffer.from(data);
    const common = [
      [flags, 2],
      [method, 2],
      [0, 2],
      [0x21, 2],
      [entry.sum ?? crc32(data), 4],
      [packed.length, 4],
      [Buffer.byteLength(data), 4],
    ] as const;
    const at = local.reduce((sum, part) => sum + part.length, 0);
    const here = Buffer.from(entry.localName ?? name);
    local.push(numbers([0x04034b50, 4], [version, 2], ...common, [here.length, 2], [0, 2]), here, packed);
    central.push(
      numbers([0x02014b50, 4], [(system << 8) | 30, 2], [version, 2], ...common, [Buffer.byteLength(name), 2]),
      numbers([0, 2], [0, 2], [0, 2], [0, 2], [((mode << 16) | dos) >>> 0, 4], [at, 4]),
      Buffer.from(name),
    );
  }
  const [first, second] = [Buffer.concat(local), Buffer.concat(central)];
  const count = [entries.length, 2] as const;
  const end = numbers([0x06054b50, 4], [0, 2], [0, 2], count, count, [second.length, 4], [first.length, 4], [0, 2]);
  return Buffer.concat([first, second, end]);
}

const file: Entry = { name: "p/a", data: "a\n" };

const alike: Readonly<Record<string, Buffer>> = {
  "files and folders": zip(
    { name: "p/", mode: 0o040755 },
    file,
    { name: "p/s/", mode: 0o040755 },
    { name: "p/s/b", data: "b\n" },
  ),
  "no entry for the folder": zip(file, { name: "p/s/b", data: "b\n" }),
  "packed files": zip({ ...file, data: "a\n".repeat(1000), method: 8 }),
  "modes of all sorts": zip(
    ...[0o600, 0o666, 0o755, 0o777, 0o400].map((mode) => ({ ...file, name: `p/${mode}`, mode: 0o100000 | mode })),
  ),
  "a folder that others may not enter": zip({ name: "p/d/", mode: 0o040700 }, { ...file, name: "p/d/a" }),
  "a symbolic link": zip(file, { name: "p/l", data: "a", mode: 0o120777 }),
  "files of DOS": zip({ ...file, system: 0, mode: 0 }, { name: "p/B.TXT", data: "b", system: 0, mode: 0, dos: 0x20 }),
  "names with blanks and asterisks": zip({ ...file, name: "p/a b" }, { ...file, name: "p/a*" }),
  "a name that is no ASCII": zip({ ...file, name: "p/ü", flags: 0x800 }),
  "bytes behind its end": Buffer.concat([zip(file), Buffer.from("more")]),
};

const unlike: Readonly<Record<string, [bytes: Buffer, fault: RegExp]>> = {
  "a setuid file": [zip({ ...file, mode: 0o104755 }), /setuid/],
  "a packed symbolic link": [zip(file, { name: "p/l", data: "a", mode: 0o120777, method: 8 }), /compressed symbolic/],
  "a named pipe": [zip({ ...file, mode: 0o010644 }), /a member that is no file/],
  "modes of DOS and Unix": [zip({ ...file, system: 0, mode: 0o100600 }), /modes that no Unix system wrote/],
  "a read-only file of DOS": [zip({ ...file, system: 0, mode: 0, dos: 1 }), /modes that no Unix system wrote/],
  "a name that leads elsewhere": [zip(file, { ...file, name: "p/../../b" }), /leads elsewhere/],
  "an absolute name": [zip({ ...file, name: "/p/a" }), /an absolute name/],
  "a line feed in a name": [zip({ ...file, name: "p/a\nb" }), /a control character/],
  "a backslash in a name": [zip({ ...file, name: "p\\a" }), /a backslash/],
  "one file twice": [zip(file, { ...file, data: "b\n" }), /two members of one name, 'p\/a'/],
  "a file that becomes a folder": [zip(file, { ...file, name: "p/a/b" }), /a file and a folder of one name, 'p\/a'/],
  "a folder that becomes a file": [zip({ ...file, name: "p/a/b" }, file), /two members of one name/],
  "two names of one member": [zip({ ...file, localName: "p/z" }), /a member of two names/],
  "a wrong checksum": [zip({ ...file, sum: 1 }), /a file whose checksum is wrong/],
  "an encrypted file": [zip({ ...file, flags: 1 }), /an encrypted file/],
  "a file packed by LZMA": [zip({ ...file, method: 14 }), /compressed by method 14/],
  "the ZIP64 form": [zip({ ...file, version: 45 }), /the ZIP64 form/],
};

function unpack(tools: ToolFamily, bytes: Buffer): { status: number | null; output: string; tree: object } {
  const place = temporaryFolder();
  mkdirSync(join(place, "build"));
  writeFileSync(join(place, "p-1.zip"), bytes);
  const sources = [{ kind: "remote", url: "https://example.org/p-1.zip", sha256: "a".repeat(64) }];
  const definition = { name: "core-p", stage: "core", sources, patches: [], licenseFiles: [] } as unknown as Definition;
  const script = emitScript(sections(definition)).replaceAll("/sources/", `${place}/`);
  return { ...tools.run(script, join(place, "build")), tree: wholeTree(join(place, "build")) };
}

const written = (bytes: Buffer): string => {
  const path = join(temporaryFolder(), "archive");
  writeFileSync(path, bytes);
  return path;
};

const hasUnzip = spawnSync("unzip", ["-v"]).status === 0;
const families = toolFamilies.filter(({ here, name }) => here && (hasUnzip || name === "busybox"));

describe("a zip archive with", () => {
  test.each(Object.entries(alike))("%s is unpacked alike", async (_, bytes) => {
    const results = families.map((tools) => unpack(tools, bytes));
    for (const { status, output, tree } of results) {
      expect(status, output).toBe(0);
      expect(Object.keys(tree)).not.toEqual([]);
      expect(tree).toEqual(results[0]!.tree);
    }
    expect(await differently(written(bytes), 1)).toBeUndefined();
  });

  test.each(Object.entries(unlike))("%s is refused", async (_, [bytes, fault]) => {
    expect(await differently(written(bytes), 1)).toMatch(fault);
  });
});
