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
    expect(await differently(written(make()))).toBeUndefined();
  });

  test.each(Object.entries(unlike))("%s is refused", async (_, [make, fault]) => {
    expect(await differently(written(make()))).toMatch(fault);
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
