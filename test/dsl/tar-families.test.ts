/** Archives of every kind of member, unpacked by both families of tools as builds do: the same files, or refused beforehand. */
import { execFileSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emitScript } from "../../dsl/emit/script.js";
import { sections } from "../../dsl/lower/script.js";
import { differently } from "../../dsl/scan/alike.js";
import type { Definition } from "../../dsl/validate/definition.js";
import { temporaryFolder } from "../support/files.js";
import { toolFamilies, wholeTree } from "../support/tool-families.js";

const block = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);

interface Entry {
  readonly name: string;
  readonly type?: string;
  readonly data?: string;
  readonly link?: string;
  readonly mode?: number;
  readonly pax?: Readonly<Record<string, string>>;
}

/** A member (POSIX.1-2017, pax, "ustar Interchange Format"), behind its pax header if it has one. */
function member({ name, type = "0", data = "", link = "", mode = type === "5" ? 0o755 : 0o644, pax }: Entry): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${mode.toString(8).padStart(7, "0")}\0`, 100);
  header.write("0000000\0" + "0000000\0", 108);
  header.write(`${Buffer.byteLength(data).toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000001\0        ", 136);
  header.write(type, 156);
  header.write(link, 157);
  header.write("ustar\x0000", 257);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  const own = Buffer.concat([header, block(Buffer.from(data))]);
  return pax === undefined ? own : Buffer.concat([member({ name: "pax", type: "x", data: records(pax) }), own]);
}

function records(pax: Readonly<Record<string, string>>): string {
  return Object.entries(pax)
    .map(([key, value]) => {
      const rest = ` ${key}=${value}\n`;
      const bytes = Buffer.byteLength(rest);
      const length = bytes + String(bytes + 2).length;
      return `${length}${rest}`;
    })
    .join("");
}

const tar = (...entries: readonly Entry[]): Buffer => Buffer.concat([...entries.map(member), Buffer.alloc(1024)]);
const folder: Entry = { name: "p/", type: "5" };
const file: Entry = { name: "p/a", data: "a\n" };

/** A sparse file as GNU tar writes it in this format. */
function sparse(...options: readonly string[]): Buffer {
  const place = temporaryFolder();
  mkdirSync(join(place, "p"));
  writeFileSync(join(place, "p/disk"), "");
  truncateSync(join(place, "p/disk"), 100_000);
  writeFileSync(join(place, "p/end"), "end\n");
  return execFileSync("tar", ["-c", "--sparse", ...options, "-C", place, "p"]);
}

/** A member whose header is written over at some places: [offset, text] pairs. */
function forged(entry: Entry, ...changes: readonly (readonly [offset: number, text: string])[]): Buffer {
  const bytes = member(entry);
  for (const [offset, text] of changes) bytes.write(text, offset, "latin1");
  bytes.write(" ".repeat(8), 148);
  const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return bytes;
}

const whole = (...parts: readonly Buffer[]): Buffer => Buffer.concat([...parts, Buffer.alloc(1024)]);
const pax = (keys: Readonly<Record<string, string>>): Entry => ({ name: "pax", type: "x", data: records(keys) });
const long = (type: "K" | "L", text: string): Entry => ({ name: "././@LongLink", type, data: `${text}\0` });

const alike: Readonly<Record<string, () => Buffer>> = {
  "files and folders": () => tar(folder, file, { name: "p/s/b", data: "b\n", mode: 0o755 }),
  "no entry for the folder": () => tar(file),
  "names behind ./": () => tar({ name: "./p/", type: "5" }, { name: "./p/a", data: "a\n" }),
  "hard links": () => tar(file, { name: "p/h", type: "1", link: "p/a" }),
  "hard links of hard links": () =>
    tar(
      { name: "p/d/a", data: "a" },
      { name: "p/d/h", type: "1", link: "p/d/a" },
      { name: "p/g", type: "1", link: "p/d/h" },
    ),
  "symbolic links": () => tar(file, { name: "p/l", type: "2", link: "a" }, { name: "p/d/l", type: "2", link: "../a" }),
  "a symbolic link to an absolute place": () => tar({ name: "p/l", type: "2", link: "/etc/passwd" }),
  "a symbolic link outside": () => tar({ name: "p/d/l", type: "2", link: "../../x" }),
  "modes of all sorts": () =>
    tar(...[0o600, 0o666, 0o777, 0o400].map((mode) => ({ ...file, name: `p/${mode}`, mode }))),
  "a folder that may not be written to": () =>
    tar({ name: "p/d/", type: "5", mode: 0o555 }, { name: "p/d/a", data: "a" }),
  "a folder with setgid": () => tar({ name: "p/d/", type: "5", mode: 0o2755 }, { name: "p/d/a", data: "a" }),
  "one file twice": () => tar(file, { ...file, data: "other\n" }),
  "a comment on all": () => tar({ name: "pax_global_header", type: "g", data: records({ comment: "deadbeef" }) }, file),
  "a name by pax": () => tar({ ...file, name: "p/short", pax: { path: `p/${"n".repeat(150)}` } }),
  "attributes by pax": () => tar({ ...file, pax: { mtime: "1.5", "SCHILY.xattr.user.x": "1", "VENDOR.x": "y" } }),
  "a long name by GNU": () => tar({ name: "././@LongLink", type: "L", data: `p/${"n".repeat(150)}\0` }, file),
  "a contiguous file": () => tar({ ...file, type: "7" }),
  "names with blanks": () => tar({ name: "p/a b", data: "x" }, { name: "p/-dash", data: "x" }),
  "a dot inside a name": () => tar(folder, { ...file, name: "p/./a" }),
  "a file beside the folder": () => tar(file, { ...file, name: "top" }),
  "a file in the place of a symbolic link": () =>
    tar(file, { name: "p/l", type: "2", link: "a" }, { name: "p/l", data: "new\n" }),
  "a symbolic link in the place of a file": () =>
    tar(file, { ...file, name: "p/l" }, { name: "p/l", type: "2", link: "a" }),
  "a symbolic link twice": () => tar({ name: "p/l", type: "2", link: "x" }, { name: "p/l", type: "2", link: "a" }),
  "a file through a symbolic link inside": () =>
    tar({ name: "p/d/", type: "5" }, { name: "p/l", type: "2", link: "d" }, { ...file, name: "p/l/x" }),
  "a hard link to a symbolic link": () =>
    tar(file, { name: "p/s", type: "2", link: "a" }, { name: "p/h", type: "1", link: "p/s" }),
  "a hard link on itself": () => tar(file, { name: "p/a", type: "1", link: "p/a" }),
  "a hard link with a size": () =>
    whole(
      member(file),
      forged({ name: "p/h", type: "1", link: "p/a" }, [124, "00000000002"]),
      member({ ...file, name: "p/z" }),
    ),
  "the target of a link by pax": () =>
    tar(file, { name: "p/s", type: "2", link: "x", pax: { linkpath: "a".repeat(150) } }),
  "the target of a hard link by pax": () => tar(file, { name: "p/s", type: "1", link: "x", pax: { linkpath: "p/a" } }),
  "a long target by GNU": () => tar(file, long("K", "b".repeat(150)), { name: "p/s", type: "2", link: "b".repeat(99) }),
  "a long name by prefix": () => whole(forged({ ...file, name: "n" }, [345, `p/${"d".repeat(100)}`])),
  "owners by pax": () => tar({ ...file, pax: { uid: "99999", gname: "x", atime: "1" } }),
  "lists of who may": () => tar({ ...file, pax: { "SCHILY.acl.access": "user::rw-" } }),
  "a size in binary": () => whole(forged(file, [124, `\x80${"\0".repeat(10)}\x02`])),
  "a size behind blanks": () => whole(forged(file, [124, "          2 "])),
  "a mode with its kind": () => whole(forged(file, [100, "0100644"])),
  "a file of mode 0": () => tar({ ...file, mode: 0 }),
  "a folder of mode 0": () => tar({ name: "p/d/", type: "5", mode: 0 }, { ...file, name: "p/d/x" }),
  "one folder twice": () => tar(folder, folder, file),
  "one file twice, with other modes": () => tar({ ...file, mode: 0o600 }, { ...file, mode: 0o755 }),
  "names that differ in case": () => tar(file, { ...file, name: "p/A", data: "A" }),
  "a backslash in a name": () => tar({ ...file, name: "p/a\\nb" }),
  "a deep folder": () => tar({ ...file, pax: { path: `p/${"d/".repeat(300)}x` } }),
  "no end": () => tar(folder, file).subarray(0, -1024),
  "half an end": () => tar(folder, file).subarray(0, -512),
  "another archive behind its end": () => Buffer.concat([tar(folder, file), tar({ ...file, name: "p/b" })]),
  "names that are no ASCII": () => tar({ ...file, pax: { path: "p/ü" } }),
};

const unlike: Readonly<Record<string, [bytes: () => Buffer, fault: RegExp]>> = {
  "a sparse file, pax 0.0": [() => sparse("--format=posix", "--sparse-version=0.0"), /sparse file/],
  "a sparse file, pax 0.1": [() => sparse("--format=posix", "--sparse-version=0.1"), /sparse file/],
  "a sparse file, pax 1.0": [() => sparse("--format=posix", "--sparse-version=1.0"), /sparse file/],
  "a sparse file, GNU": [() => sparse("--format=gnu"), /a sparse file, 'p\/disk'/],
  "a name for all": [() => tar({ name: "g", type: "g", data: records({ path: "p/z" }) }, file), /says 'path' of all/],
  "a setuid file": [() => tar({ ...file, mode: 0o4755 }), /setuid/],
  "a sticky file": [() => tar({ ...file, mode: 0o1644 }), /sticky/],
  "a file that becomes a folder": [
    () => tar(file, { name: "p/a/", type: "5" }),
    /a file and a folder of one name, 'p\/a'/,
  ],
  "a name that leads elsewhere": [() => tar(file, { name: "p/../b", data: "b" }), /leads elsewhere/],
  "a name that leads elsewhere by pax": [() => tar({ ...file, pax: { path: "p/../../b" } }), /leads elsewhere/],
  "an absolute name": [() => tar({ ...file, name: "/p/a" }), /an absolute name, '\/p\/a'/],
  "two slashes in a row": [() => tar(folder, { ...file, name: "p//a" }), /two slashes in a row/],
  "a line feed in a name": [() => tar({ ...file, name: "p/a\nb" }), /a control character, 'p\/a\?b'/],
  "a name by pax and one by GNU": [
    () => Buffer.concat([member(pax({ path: "p/pax" })), tar(long("L", "p/long"), file)]),
    /two names, 'p\/pax' and 'p\/long'/,
  ],
  "a target by pax and one by GNU": [
    () => Buffer.concat([member(pax({ linkpath: "a" })), tar(long("K", "b"), { name: "p/l", type: "2", link: "c" })]),
    /two names, 'a' and 'b'/,
  ],
  "another size by pax": [() => tar({ ...file, pax: { size: "1" } }, { ...file, name: "p/b" }), /two sizes, 'p\/a'/],
  "a sticky folder": [() => tar({ name: "p/d/", type: "5", mode: 0o1777 }), /sticky folder/],
  "a folder whose mode comes after its files": [
    () => tar({ ...file, name: "p/d/x" }, { name: "p/d/", type: "5", mode: 0o500 }),
    /two modes of the folder 'p\/d'/,
  ],
  "two modes of a folder": [
    () => tar({ name: "p/d/", type: "5", mode: 0o700 }, { name: "p/d/", type: "5", mode: 0o755 }),
    /two modes of the folder 'p\/d'/,
  ],
  "a folder in the place of a symbolic link": [
    () => tar({ name: "p/d/", type: "5" }, { name: "p/l", type: "2", link: "d" }, { name: "p/l/", type: "5" }),
    /a file and a folder of one name/,
  ],
  "a symbolic link in the place of a folder": [
    () => tar({ name: "p/d/", type: "5" }, { name: "p/d", type: "2", link: "a" }),
    /a file and a folder of one name/,
  ],
  "a file whose name ends in a slash": [() => tar({ ...file, data: "", name: "p/q/" }), /ends as a folder's does/],
  "a hard link before its file": [
    () => tar({ name: "p/h", type: "1", link: "p/a" }, file),
    /no file before it, 'p\/a'/,
  ],
  "a hard link to nothing": [() => tar(file, { name: "p/h", type: "1", link: "p/z" }), /no file before it, 'p\/z'/],
  "a hard link to an absolute name": [() => tar(file, { name: "p/h", type: "1", link: "/p/a" }), /no file before it/],
  "a hard link by two dots": [() => tar(file, { name: "p/h", type: "1", link: "p/../p/a" }), /no file before it/],
  "a hard link to what is dropped": [
    () => tar({ ...file, name: "top" }, { name: "p/h", type: "1", link: "top" }),
    /no file before it, 'top'/,
  ],
  "a hard link in the place of a file": [
    () => tar(file, { ...file, name: "p/h" }, { name: "p/h", type: "1", link: "p/a" }),
    /no file before it/,
  ],
  "a file in the place of a hard link": [
    () => tar(file, { name: "p/h", type: "1", link: "p/a" }, { ...file, name: "p/h", data: "other\n" }),
    /a file twice that a hard link leads to, 'p\/h'/,
  ],
  "another file for a hard link": [
    () => tar(file, { name: "p/h", type: "1", link: "p/a" }, { ...file, data: "other\n" }),
    /a file twice that a hard link leads to, 'p\/a'/,
  ],
  "times where the name goes on": [
    () => whole(forged({ ...file, name: "p/n" }, [257, "ustar  \0"], [345, "00000000001"])),
    /times in its headers/,
  ],
  "more behind a lone block of zeros": [
    () => Buffer.concat([tar(folder, file).subarray(0, -512), tar({ ...file, name: "p/b" })]),
    /goes on behind a lone block of zeros/,
  ],
  "a device": [() => tar(file, { name: "p/d", type: "3" }), /a device/],
  "a named pipe": [() => tar(file, { name: "p/d", type: "6" }), /a named pipe/],
  "an unknown kind": [() => tar(file, { name: "p/d", type: "Z" }), /unknown kind 'Z'/],
  "the rest of a file": [() => tar(file, { name: "p/d", type: "M" }), /another volume/],
  "a listing of a folder": [() => tar(file, { name: "p/d/", type: "D" }), /a listing of a folder/],
};

type Tools = (typeof toolFamilies)[number];

/** How the script of a build that unpacks an archive ends, and what then lies in the build directory. */
function unpack(tools: Tools, bytes: Buffer): { status: number | null; output: string; tree: object } {
  const place = temporaryFolder();
  mkdirSync(join(place, "build"));
  writeFileSync(join(place, "p-1.tar"), bytes);
  const sources = [{ kind: "remote", url: "https://example.org/p-1.tar", sha256: "a".repeat(64) }];
  const definition = { name: "core-p", stage: "core", sources, patches: [], licenseFiles: [] } as unknown as Definition;
  const script = emitScript(sections(definition)).replaceAll("/sources/", `${place}/`);
  return { ...tools.run(script, join(place, "build")), tree: wholeTree(join(place, "build")) };
}

function unpacked(tools: Tools, bytes: Buffer): object {
  const { status, output, tree } = unpack(tools, bytes);
  expect(status, output).toBe(0);
  return tree;
}

const written = (bytes: Buffer): string => {
  const path = join(temporaryFolder(), "archive");
  writeFileSync(path, bytes);
  return path;
};

const families = toolFamilies.filter(({ here }) => here);

describe("an archive with", () => {
  test.each(Object.entries(alike))("%s is unpacked alike", async (_, make) => {
    const trees = families.map((tools) => unpacked(tools, make()));
    expect(Object.keys(trees[0]!)).not.toEqual([]);
    for (const tree of trees) expect(tree).toEqual(trees[0]);
    expect(await differently(written(make()), 1)).toBeUndefined();
  });

  test.each(Object.entries(unlike))("%s is refused", async (_, [make, fault]) => {
    expect(await differently(written(make()), 1)).toMatch(fault);
  });

  test.each([["gzip"], ["bzip2"], ["xz"]])("a sparse file is refused behind %s, too", async (tool) => {
    const packed = execFileSync(tool, ["-c"], { input: sparse("--format=posix") });
    expect(await differently(written(packed))).toMatch(/sparse file/);
  });

  test.each([["posix"], ["gnu"]])("a sparse file, %s, is whole or stops the build, checked or not", (format) => {
    const bytes = sparse(`--format=${format}`);
    const [gnu, ...others] = families.map((tools) => unpack(tools, bytes));
    expect(gnu!.tree).toHaveProperty("disk");
    for (const { status, tree } of others) if (status === 0) expect(tree).toEqual(gnu!.tree);
  });
});
