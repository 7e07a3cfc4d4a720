import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { layerOf, sha256 } from "./pack-format.js";
import { type RawEntry, rawStream } from "./pack-stream.js";
import { type Result, discard, imageOptions, pack, run, workspace } from "./pack-workspace.js";

let directory = "";
beforeAll(async () => {
  directory = await workspace("ordinary");
});
afterAll(() => discard(directory));

let serial = 0;
async function inspect(stream: Buffer, setuid: string[] = []): Promise<Result> {
  const file = join(directory, `${(serial += 1)}.tar`);
  await writeFile(file, stream);
  return pack(["--inspect", file, ...setuid.flatMap((path) => ["--setuid", path])]);
}

function refusals({ stderr }: Result): string[] {
  return stderr.split("\n").flatMap((line) => line.match(/^scripts\/pack: refused: (.*)$/)?.[1] ?? []);
}

const file = (name: string | Buffer, more: Partial<RawEntry> = {}): RawEntry => ({ name, data: "x", ...more });
const folder = (name: string): RawEntry => ({ name, type: "5", mode: 0o755 });
const link = (name: string, target: string, type = "2"): RawEntry => ({ name, type, link: target, mode: 0o777 });
const bytes = (text: string): Buffer => Buffer.from(text, "latin1");

const bad: [string, RawEntry[], string[]][] = [
  ["a character device", [{ name: "null", type: "3", device: [1, 3] }], ["null: character device"]],
  ["a block device", [{ name: "disk", type: "4", device: [8, 0] }], ["disk: block device"]],
  ["a FIFO", [{ name: "pipe", type: "6" }], ["pipe: FIFO"]],
  ["a whiteout", [file(".wh.gone")], [".wh.gone: names that start with .wh. mean deletion in a layer"]],
  [
    "an opaque mark below a directory",
    [folder("a/"), file("a/.wh..wh..opq")],
    ["a/.wh..wh..opq: names that start with .wh. mean deletion in a layer"],
  ],
  ["a uid above 65535", [file("a", { uid: 65536 })], ["a: owner 65536/0 is above 65535"]],
  ["a gid above 2^21 in a PAX record", [file("a", { pax: { gid: "4000000" } })], ["a: owner 0/4000000 is above 65535"]],
  ["a line feed in a name", [file("a\nb")], ["a\\nb: the name has a control byte"]],
  [
    "a name that imitates a listing",
    [file('a"\nblock 9: -rw-r--r-- 0/0 0 2020-01-01 00:00:00 "b')],
    ['a\\"\\nblock 9: -rw-r--r-- 0/0 0 2020-01-01 00:00:00 \\"b: the name has a control byte'],
  ],
  ["an escape byte in a name", [file("a\x1b[2J")], ["a\\033[2J: the name has a control byte"]],
  ["DEL in a name", [file("a\x7f")], ["a\\177: the name has a control byte"]],
  ["a Latin-1 name", [file(bytes("caf\xe9"))], ["caf\\351: the name is not UTF-8"]],
  ["an overlong form", [file(bytes("a\xc0\xafb"))], ["a\\300\\257b: the name is not UTF-8"]],
  ["a surrogate", [file(bytes("\xed\xa0\x80"))], ["\\355\\240\\200: the name is not UTF-8"]],
  ["a code point above U+10FFFF", [file(bytes("\xf4\x90\x80\x80"))], ["\\364\\220\\200\\200: the name is not UTF-8"]],
  ["half a character", [file(bytes("a\xe2\x82"))], ["a\\342\\202: the name is not UTF-8"]],
  ["a control byte in a link target", [link("a", "b\tc")], ["a: the link target has a control byte"]],
  ["an absolute name", [file("/etc/passwd")], ["/etc/passwd: the name is absolute"]],
  ["a name through ..", [folder("a/"), file("a/../../b")], ["a/../../b: the name leads through .."]],
  ["an absolute hard link target", [link("a", "/etc/passwd", "1")], ["a: the hard link target is absolute"]],
  ["a hard link target through ..", [link("a", "../b", "1")], ["a: the hard link target leads through .."]],
  [
    "a hard link to a later file",
    [link("a", "b", "1"), file("b")],
    ["a: hard link to b, which is not an earlier file"],
  ],
  [
    "a hard link to a directory",
    [folder("d/"), link("a", "d", "1")],
    ["a: hard link to d, which is not an earlier file"],
  ],
  [
    "a hard link to itself",
    [file("a"), link("a", "a", "1")],
    ["a: hard link to a, which is not an earlier file", "a: two entries for one path"],
  ],
  ["a user attribute", [file("a", { pax: { "SCHILY.xattr.user.mime": "text" } })], ["a: extended attribute user.mime"]],
  [
    "a capability",
    [file("a"), file("b", { pax: { "SCHILY.xattr.security.capability": "\u0001\u0002" } })],
    ["b: extended attribute security.capability"],
  ],
  [
    "access control lists",
    [
      file("a"),
      file("b", { pax: { "SCHILY.acl.access": "user::rw-,user:1:rwx,group::r--,mask::rwx,other::r--" } }),
      file("d", { pax: { "SCHILY.acl.access": "user::rw-,group::rwx,mask::rwx,group:7:r--,other::r--" } }),
    ],
    ["b: access control list", "d: access control list"],
  ],
  [
    "two attributes",
    [folder("d/"), { ...folder("d/e/"), pax: { "SCHILY.xattr.user.a": "1", "SCHILY.xattr.trusted.b": "2" } }],
    ["d/e: extended attribute trusted.b", "d/e: extended attribute user.a"],
  ],
  ["an undeclared setuid file", [file("su", { mode: 0o4755 })], ["su: setuid, but not declared; give --setuid /su"]],
  [
    "an undeclared setuid file without execute permission",
    [file("su", { mode: 0o4644 })],
    ["su: setuid, but not declared; give --setuid /su"],
  ],
  [
    "an undeclared setgid directory",
    [{ name: "d/", type: "5", mode: 0o2755 }],
    ["d: setgid, but not declared; give --setuid /d"],
  ],
  [
    "the second name of an undeclared setuid file",
    [file("z", { mode: 0o4755 }), link("a", "z", "1")],
    ["a: setuid, but not declared; give --setuid /a", "z: setuid, but not declared; give --setuid /z"],
  ],
  ["one path twice", [file("a"), file("a")], ["a: two entries for one path"]],
  ["one path as a/b and ./a/b", [folder("a/"), file("a/b"), file("./a/b")], ["a/b: two entries for one path"]],
  [
    "one path as a/b, a//b and a/./b",
    [folder("a/"), file("a/b"), file("a//b"), file("a/./b")],
    ["a/b: two entries for one path"],
  ],
  ["a directory twice, with and without a slash", [folder("a/"), folder("a")], ["a: two entries for one path"]],
  [
    "an entry below a symbolic link",
    [link("a", "/etc"), file("a/passwd")],
    ["a/passwd: is below a, which is a symbolic link, not a directory"],
  ],
  [
    "an entry below a link that comes later",
    [file("a/b"), link("a", "/etc")],
    ["a/b: is below a, which is a symbolic link, not a directory"],
  ],
  ["an entry below a file", [file("a"), file("a/b")], ["a/b: is below a, which is a file, not a directory"]],
  [
    "a symbolic link replaced by a directory",
    [link("a", "/etc"), folder("a/"), file("a/passwd")],
    ["a: two entries for one path"],
  ],
  ["an entry without its directory", [file("usr/bin/x")], ["usr/bin/x: its directory usr/bin has no entry"]],
  ["a root that is a link", [link(".", "/etc")], [".: the root is not a directory"]],
  ["a contiguous file", [file("a", { type: "7" })], ["a: unknown entry type C"]],
  ["a volume label", [{ name: "label", type: "V" }], ["label: unknown entry type V"]],
  ["a symbolic link with data", [{ ...link("a", "b"), data: "zzz" }], ["a: has data, but is not a file"]],
];

describe("A raw stream is refused", () => {
  test.each(bad)("for %s", async (_title, entries, expected) => {
    const result = await inspect(rawStream(entries));
    expect(refusals(result)).toEqual(expected);
    expect(result.code).toBe(1);
  });

  test("for an entry type nobody knows", async () => {
    const result = await inspect(rawStream([file("a", { type: "Q" })]));
    expect(refusals(result).join("\n")).toContain("a: unknown entry type");
    expect(result.code).toBe(1);
  });

  test("with every reason, sorted by path", async () => {
    const entries = [file("z", { uid: 70000 }), file(".wh.a"), { name: "m", type: "6" }, file("b", { mode: 0o4755 })];
    const result = await inspect(rawStream(entries));
    expect(refusals(result).map((line) => line.split(":")[0])).toEqual([".wh.a", "b", "m", "z"]);
    expect(result.stderr).toContain("4 refusals; nothing was packed");
  });

  test("if a declared setuid path is absent", async () => {
    expect(refusals(await inspect(rawStream([file("a")]), ["/usr/bin/su"]))).toEqual([
      "usr/bin/su: declared with --setuid, but absent",
    ]);
  });

  test("if a declared setuid path is not setuid", async () => {
    expect(refusals(await inspect(rawStream([file("su", { mode: 0o755 })]), ["/su"]))).toEqual([
      "su: declared with --setuid, but neither setuid nor setgid",
    ]);
  });
});

const good = rawStream([folder("a/"), file("a/b", { data: "y".repeat(5000) })]);
const broken: [string, Buffer, string][] = [
  ["inside a header", good.subarray(0, 700), "archive: "],
  ["inside the data", good.subarray(0, 2048), "archive: "],
  ["before the end mark", good.subarray(0, good.length - 1024), "archive: ends without an end mark: truncated"],
  ["inside the end mark", good.subarray(0, good.length - 512), "archive: "],
  ["in the middle of the last block", good.subarray(0, good.length - 100), "archive: "],
];

describe("A broken archive is refused", () => {
  test.each(broken)("when it is cut off %s", async (_title, stream, expected) => {
    const result = await inspect(stream);
    expect(refusals(result).join("\n")).toContain(expected);
    expect(result.code).toBe(1);
  });

  test.each([
    [
      "trailing garbage",
      Buffer.concat([good, Buffer.alloc(2048), Buffer.from("x".repeat(512))]),
      "data after the end mark",
    ],
    ["a second archive behind it", Buffer.concat([good, good]), "data after the end mark"],
    ["an odd length", Buffer.concat([good, Buffer.alloc(7)]), "not a whole number of blocks"],
    ["a damaged header", Buffer.concat([good.subarray(0, 600), Buffer.from("!"), good.subarray(601)]), "archive: "],
    ["no archive at all", Buffer.from("hello ".repeat(400)), "not a tar stream"],
    ["an empty file", Buffer.alloc(0), "not a tar stream"],
  ])("for %s", async (_title, stream, expected) => {
    const result = await inspect(stream);
    expect(refusals(result).join("\n")).toContain(expected);
    expect(result.code).toBe(1);
  });

  test("for compression, which tar would undo by itself", async () => {
    const name = join(directory, "compressed");
    await writeFile(name, good);
    await run(["gzip", name]);
    expect(refusals(await pack(["--inspect", `${name}.gz`]))).toEqual([
      "archive: not a tar stream; give what the engine's -o type=tar wrote",
    ]);
  });
});

describe("A sound stream passes", () => {
  test("whatever the spelling of its names, with SELinux labels and zero padding", async () => {
    const label = { "SCHILY.xattr.security.selinux": "system_u:object_r:container_file_t:s0" };
    const entries = [
      folder("./"),
      folder("a"),
      folder(".//a/./b/"),
      file("a/b//c", { pax: label }),
      link("l", "../../x"),
    ];
    const result = await inspect(Buffer.concat([rawStream(entries), Buffer.alloc(9216)]));
    expect(result).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("with declared setuid files, each name of them declared", async () => {
    const entries = [file("su", { mode: 0o4755 }), link("sudo", "su", "1")];
    expect((await inspect(rawStream(entries), ["/su", "/sudo"])).code).toBe(0);
  });
});

describe("Tar's own forms of a sparse file", () => {
  test.each(["gnu", "posix"])("--format=%s give the layer with zeros", async (format) => {
    const root = join(directory, `sparse-${format}`);
    await run(["mkdir", root]);
    await run(["truncate", "-s", "3M", join(root, "disk")]);
    await run(["dd", "if=/dev/zero", `of=${join(root, "disk")}`, "bs=1", "count=1", "seek=1000000", "conv=notrunc"]);
    await run([
      "tar",
      "-cSf",
      `${root}.tar`,
      `--format=${format}`,
      "--owner=0",
      "--group=0",
      "--mode=0644",
      "-C",
      root,
      "disk",
    ]);
    const out = join(directory, `sparse-${format}.out`);
    const result = await pack([...(await imageOptions(directory, "x")), "--rootfs", `${root}.tar`, out]);
    expect(result.stderr).toBe("");
    const text = "\0".repeat(3 << 20);
    const layer = layerOf([{ type: "file", path: "disk", mode: "0644", uid: 0, gid: 0, text }]);
    expect((await run(["ls", join(out, "blobs/sha256")])).stdout).toContain(sha256(layer));
  });
});
