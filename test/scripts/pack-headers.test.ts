import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { layerOf, sha256 } from "./pack-format.js";
import { type RawEntry, rawStream, streamOf } from "./pack-stream.js";
import type { Entry } from "./pack-tree.js";
import { type Result, discard, imageOptions, pack, run, workspace } from "./pack-workspace.js";

let directory = "";
beforeAll(async () => {
  directory = await workspace("ordinary");
});
afterAll(() => discard(directory));

let serial = 0;
/** Packs a stream as an ordinary user, with some modes given beside it. */
async function packStream(stream: Buffer, setuid: string[] = [], modes?: string): Promise<Result & { out: string }> {
  const place = join(directory, String((serial += 1)));
  await writeFile(`${place}.tar`, stream);
  await writeFile(`${place}.modes`, modes ?? "");
  await mkdir(place, { mode: 0o777 });
  await run(["chmod", "777", place]);
  const args = [...(await imageOptions(directory, "x")), "--rootfs", `${place}.tar`, "--modes", `${place}.modes`];
  const result = await pack([...args, ...setuid.flatMap((path) => ["--setuid", path]), join(place, "x")], {
    who: "ordinary",
  });
  return { ...result, out: join(place, "x") };
}

/** Expects that a tree's layer, and no other, is in the layout. */
async function expectLayer(result: Result & { out: string }, tree: Entry[]): Promise<void> {
  expect(result).toMatchObject({ code: 0, stderr: "" });
  const layer = layerOf(tree);
  expect(await readFile(join(result.out, "blobs/sha256", sha256(layer)))).toEqual(layer);
}

const file = (path: string, mode: string, uid = 0, gid = 0): Entry => ({
  type: "file",
  path,
  mode,
  uid,
  gid,
  text: `${path}\n`,
});
const folder = (path: string, mode: string, uid = 0, gid = 0): Entry => ({ type: "directory", path, mode, uid, gid });

describe("An ordinary user packs into the layer of the format", () => {
  const name = (length: number, first: string) => first.padEnd(length, "n");
  const trees: [string, Entry[]][] = [
    [
      "the home of a user",
      [folder("home", "0755"), folder("home/user", "0700", 1000, 1000), file("home/user/.rc", "0600", 1000, 1000)],
    ],
    [
      "every permission bit",
      ["0000", "0111", "0222", "0444", "0666", "0777", "1644", "1777"].map((mode) => file(mode, mode, 5)),
    ],
    [
      "directories that nobody can enter or list",
      [
        folder("a", "0000"),
        file("a/b", "0000"),
        folder("c", "0311", 1, 2),
        folder("c/d", "0100"),
        file("c/d/e", "0200"),
        folder("s", "1777"),
      ],
    ],
    [
      "a link of its own owner",
      [
        file("a", "0644"),
        { type: "symlink", path: "l", uid: 3, gid: 4, target: "a" },
        { type: "hardlink", path: "m", target: "l" },
      ],
    ],
    ["hard links, whichever name came first", [file("z", "0640", 7, 8), { type: "hardlink", path: "a", target: "z" }]],
    // A header stands one member further on, or two, where its name or its target is long.
    ["names of 99 to 1100 bytes", [99, 100, 101, 255].map((length) => file(name(length, "f"), "0600", 9, length))],
    [
      "long targets",
      [100, 101, 511, 512, 513].map((length) => ({
        type: "symlink",
        path: name(Math.min(length, 250), `${length}`),
        uid: length,
        gid: 1,
        target: name(length, "t"),
      })),
    ],
    ["names outside ASCII and with quotes", [file("caf\u00e9 \u20ac", "0600", 1, 1), file('a" -> "b\\', "0600", 2, 2)]],
  ];
  test.each(trees)("%s", async (_title, tree) => {
    await expectLayer(await packStream(streamOf(tree)), tree);
  });

  test("a file larger than its buffers, without changing a byte of it", async () => {
    const data = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    const entry = { uid: 65535, gid: 65535, mode: 0o444 };
    const result = await packStream(
      rawStream([
        { name: "a", data, ...entry },
        { name: "b", ...entry },
      ]),
    );
    expect(result).toMatchObject({ code: 0, stderr: "" });
    const listing = await run([
      "sh",
      "-c",
      'cd "$1/blobs/sha256"; for f in *; do if tar -tvf "$f" 2>/dev/null; then tar -xOf "$f" a | sha256sum; fi; done',
      "sh",
      result.out,
    ]);
    expect(listing.stdout).toContain(sha256(data));
    expect(listing.stdout.match(/^-r--r--r-- 65535\/65535/gm)).toHaveLength(2);
  });
});

describe("Bits that the engine left out of the stream", () => {
  const stream = (...names: [string, number][]) =>
    rawStream(names.map(([path, mode]): RawEntry => ({ name: path, mode, data: `${path}\n` })));

  test("come from the modes given beside it", async () => {
    const result = await packStream(
      stream(["su", 0o755], ["wall", 0o755]),
      ["/su", "/wall"],
      "-rwsr-xr-x /su\n-rwxr-sr-x /wall\n",
    );
    await expectLayer(result, [file("su", "4755"), file("wall", "2755")]);
  });

  test("hold for each name of the file", async () => {
    const entries: RawEntry[] = [
      { name: "z", mode: 0o711, data: "z\n" },
      { name: "a", type: "1", link: "z" },
    ];
    const result = await packStream(rawStream(entries), ["/a", "/z"], "-rws--s--x /z\n-rws--s--x /a\n");
    await expectLayer(result, [file("z", "6711"), { type: "hardlink", path: "a", target: "z" }]);
  });

  test.each([
    ["that are not declared", [], "-rwsr-xr-x /su\n", "su: setuid, but not declared; give --setuid /su"],
    [
      "of a name that the stream lacks",
      [],
      "-rwsr-xr-x /usr/bin/a b\n",
      "usr/bin/a b: setuid or setgid where it was built, but no such name in the stream",
    ],
    ["that are declared, but given nowhere", ["/su"], "", "su: declared with --setuid, but neither setuid nor setgid"],
  ])("are refused: %s", async (_title, setuid, modes, expected) => {
    const result = await packStream(stream(["su", 0o755]), setuid, modes);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`refused: ${expected}\n`);
  });
});
