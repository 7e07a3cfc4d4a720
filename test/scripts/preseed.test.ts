import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { BuiltTree } from "./built-tree.js";
import { run } from "./pack-workspace.js";

const source = new BuiltTree();
let maker: BuiltTree;
let taker: BuiltTree;
let archives = "";
beforeAll(async () => {
  await source.buildAll();
  await source.commit();
  expect(await source.run("preseed-export", [join(source.root, "archives")])).toMatchObject({ code: 0 });
});
afterAll(() => source.remove());
beforeEach(() => {
  maker = source.copy();
  archives = join(maker.root, "archives");
  taker = maker.clone();
});
afterEach(() => {
  maker.remove();
  taker.remove();
});

const archive = (name: string): string => join(archives, "linux-amd64", `${name}.tar.xz`);
const record = (name: string): string => taker.read(`${taker.layout(name)}/record`);

/** Writes an archive of a layout, whatever it holds. */
async function archiveOf(layout: string, name: string): Promise<void> {
  expect(await run(["tar", "-cJf", archive(name), "-C", layout, "index.json", "oci-layout", "blobs"])).toMatchObject({
    code: 0,
  });
}

test("Images with the committed digests are taken, and make has nothing left to do.", async () => {
  const result = await taker.run("preseed", [archives]);
  expect(result).toMatchObject({ code: 0, stdout: "4 of 4 images are there\n" });
  expect(taker.digest("pallet-all")).toBe(maker.digest("pallet-all"));
  expect(record("core-b")).toMatch(
    /^digest sha256:[0-9a-f]{64}\norigin imported\nfrom .*archives\nkey sha256:[0-9a-f]{64}\ninput key 1\n/,
  );
  expect(await taker.run("stale", [])).toMatchObject({ code: 0, stdout: "" });
});

test("Only what a goal needs is taken, and a layer that images share is one file.", async () => {
  expect(await taker.run("preseed", [archives, "b"])).toMatchObject({ code: 0, stdout: "2 of 2 images are there\n" });
  expect(readdirSync(join(taker.out, "linux-amd64")).sort()).toEqual(["core-a", "core-b"]);
  expect((await taker.run("preseed", [archives])).code).toBe(0);
  const inodes = ["core-a", "pallet-all"].map((name) =>
    readdirSync(join(taker.out, "linux-amd64", name, "blobs/sha256")).map(
      (blob) => statSync(join(taker.out, "linux-amd64", name, "blobs/sha256", blob)).ino,
    ),
  );
  expect(inodes[0]?.filter((inode) => inodes[1]?.includes(inode))).toHaveLength(1);
});

test("A layer that images share is in one archive alone.", async () => {
  const names = ["core-a", "core-b", "core-c", "pallet-all"];
  const listed = await Promise.all(names.map((name) => run(["tar", "-tJf", archive(name)])));
  const layers = names.map((name) => {
    const manifest = maker.read(`${maker.layout(name)}/blobs/sha256/${maker.digest(name).replace("sha256:", "")}`);
    return (JSON.parse(manifest) as { layers: { digest: string }[] }).layers.map(({ digest }) => digest.slice(7));
  });
  const held = (blob: string): string[] => names.filter((_, index) => listed[index]!.stdout.includes(blob));
  expect(layers.flat().length).toBeGreaterThan(new Set(layers.flat()).size);
  for (const blob of new Set(layers.flat())) expect(held(blob)).toHaveLength(1);
});

test("A pallet of one image, with its configuration, is the same image; both have an archive that can be taken.", async () => {
  const same = new BuiltTree({ "core-a": [], "pallet-a": ["core-a"] });
  await same.build("core-a", "core-a\n");
  expect(await same.run("build", ["pallet-a"])).toMatchObject({ code: 0 });
  await same.commit();
  expect(same.digest("pallet-a")).toBe(same.digest("core-a"));
  const to = join(same.root, "archives");
  expect(await same.run("preseed-export", [to])).toMatchObject({ code: 0 });
  const fresh = same.clone();
  expect(await fresh.run("preseed", [to])).toMatchObject({ code: 0, stdout: "2 of 2 images are there\n" });
  fresh.remove();
  same.remove();
});

test("Exporting twice writes nothing the second time, and refuses what is not built.", async () => {
  const before = statSync(archive("core-b")).ino;
  expect(await maker.run("preseed-export", [archives])).toMatchObject({ code: 0, stderr: "" });
  expect(statSync(archive("core-b")).ino).toBe(before);
  const result = await taker.run("preseed-export", [archives]);
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(
    /^scripts\/preseed-export: not built yet: core-a core-b core-c pallet-all; run make first\n$/,
  );
});

test("An image without a committed digest is refused, and what needs it with it.", async () => {
  taker.put("digests/linux-amd64/core.txt", taker.read("digests/linux-amd64/core.txt").replace(/^.* core-b\n/m, ""));
  const result = await taker.run("preseed", [archives]);
  expect(result).toMatchObject({ code: 1, stdout: "1 of 4 images are there\n" });
  expect(result.stderr).toContain(
    "scripts/preseed: core-b: no digest is written down in digests/linux-amd64/core.txt; it must be built here\n",
  );
  expect(result.stderr).toContain("scripts/preseed: core-c: needs what is not there: core-b \n");
});

test("A digest that was committed for other inputs does not count.", async () => {
  taker.put("generated/core/b/Containerfile", "# changed\n");
  const result = await taker.run("preseed", [archives, "core-b"]);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(
    "core-b: the digest that is written down is not of the present inputs; it must be built here",
  );
  expect(taker.has(`${taker.layout("core-b")}/index.json`)).toBe(false);
});

test("Another image than the committed one is refused.", async () => {
  await archiveOf(join(maker.root, maker.layout("core-a")), "core-b");
  const result = await taker.run("preseed", [archives, "core-b"]);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(
    `core-b: ${archives} has ${maker.digest("core-a")}, and ${maker.digest("core-b")} is written down; nothing was taken`,
  );
});

test("A flipped bit in any blob is found, and nothing is taken.", async () => {
  const layout = join(maker.root, maker.layout("core-a"));
  for (const blob of readdirSync(join(layout, "blobs/sha256"))) {
    const bad = join(maker.root, "bad");
    rmSync(bad, { recursive: true, force: true });
    cpSync(layout, bad, { recursive: true });
    const bytes = readFileSync(join(bad, "blobs/sha256", blob));
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(join(bad, "blobs/sha256", blob), bytes);
    await archiveOf(bad, "core-a");
    const result = await taker.run("preseed", [archives, "core-a"]);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/core-a: what was fetched is not right; nothing was taken/);
    expect(taker.has(`${taker.layout("core-a")}/index.json`)).toBe(false);
  }
});

test("A truncated archive, a missing one and one that is no image are told by name.", async () => {
  writeFileSync(archive("core-a"), readFileSync(archive("core-a")).subarray(0, 200));
  expect((await taker.run("preseed", [archives, "core-a"])).stderr).toContain(
    `core-a: ${archive("core-a")}: damaged, or no archive of an image: `,
  );
  rmSync(archive("core-a"));
  expect((await taker.run("preseed", [archives, "core-a"])).stderr).toContain(
    `core-a: there is no ${archive("core-a")}`,
  );
  writeFileSync(archive("core-a"), "no archive");
  expect(await taker.run("preseed", [archives, "core-a"])).toMatchObject({
    code: 1,
    stdout: "0 of 1 images are there\n",
  });
});

test("An image that was built here from the same inputs and differs is not replaced.", async () => {
  await taker.build("core-a", "built here\n");
  const [index, told] = [taker.read(`${taker.layout("core-a")}/index.json`), record("core-a")];
  const result = await taker.run("preseed", [archives, "core-a"]);
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(
    /core-a: sha256:[0-9a-f]{64} was built here from the same inputs, sha256:[0-9a-f]{64} is written down; nothing was replaced/,
  );
  expect([taker.read(`${taker.layout("core-a")}/index.json`), record("core-a")]).toEqual([index, told]);
});

test("An image that was built here and agrees stays as built.", async () => {
  await taker.build("core-a", "core-a\n");
  expect(await taker.run("preseed", [archives, "core-a"])).toMatchObject({
    code: 0,
    stdout: "1 of 1 images are there\n",
  });
  expect(record("core-a")).toContain("origin built\n");
});

test("An imported image is not written down as built here.", async () => {
  await taker.run("preseed", [archives]);
  const result = await taker.run("digests", ["write", "core-a"]);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain("core-a: imported, not built here");
  expect(await taker.run("digests", ["verify"])).toMatchObject({
    code: 0,
    stdout: "4 of 4 images agree with digests/\n",
  });
});

test.each(["", "/no/such/directory", "word", "https://registry.example/x"])(
  "The place '%s' is refused as wrong use.",
  async (place) => {
    const result = await taker.run("preseed", [place]);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/^scripts\/preseed: (usage|'.*' is neither a directory nor a registry)/);
  },
);

test.each([
  ["localhost:5000/x", true],
  ["127.0.0.1/x", true],
  ["127.1.2.3:80/x", true],
  ["127.0.0.1.example.com/x", false],
  ["localhost.example.com:5000/x", false],
  ["registry.example/localhost/x", false],
])("Plain http with %s: %s.", async (place, allowed) => {
  const library = fileURLToPath(new URL("../../scripts/lib/registry.sh", import.meta.url));
  const result = await run(["sh", "-c", `. ${library}; plain_http "$1" --plain`, "sh", place]);
  expect(result.stdout).toBe(allowed ? "--plain\n" : "");
});
