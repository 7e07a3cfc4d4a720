import { chmod, cp, readFile, readdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configText, layerOf, sha256 } from "./pack-format.js";
import { streamOf } from "./pack-stream.js";
import type { Entry } from "./pack-tree.js";
import { type Result, discard, imageOptions, pack, run, workspace } from "./pack-workspace.js";

let directory = "";
let base = "";
let manifest = "";
let config = "";
let layer = "";

const tree: Entry[] = [{ type: "file", path: "a", mode: "0644", uid: 0, gid: 0, text: "a\n" }];

/** Packs a tree into a new layout of that name; gives its directory. */
async function layoutOf(name: string, entries: Entry[], more: string[] = []): Promise<string> {
  const stream = join(directory, `${name}.tar`);
  await writeFile(stream, streamOf(entries));
  const out = join(directory, name);
  const result = await pack([...(await imageOptions(directory, name)), ...more, "--rootfs", stream, out]);
  expect(result.stderr).toBe("");
  return out;
}

beforeAll(async () => {
  directory = await workspace("ordinary");
  base = await layoutOf("base", tree);
  const index = JSON.parse(await readFile(join(base, "index.json"), "utf8")) as { manifests: { digest: string }[] };
  manifest = index.manifests[0]?.digest.slice(7) ?? "";
  config = sha256(configText("linux/amd64", '"Env":["PATH=/bin"]', [sha256(layerOf(tree))]));
  layer = sha256(layerOf(tree));
});
afterAll(() => discard(directory));

async function compose(...layouts: string[]): Promise<Result> {
  const bases = layouts.flatMap((layout) => ["--layers-of", layout]);
  return pack([...(await imageOptions(directory, "composed")), ...bases, join(directory, "composed")]);
}

/** Writes a blob under its true digest, whatever it holds. */
async function putBlob(layout: string, text: string): Promise<string> {
  await writeFile(join(layout, "blobs/sha256", sha256(text)), text);
  return sha256(text);
}

const blob = (layout: string, digest: string) => join(layout, "blobs/sha256", digest);

/** Replaces text in a document of a layout, and every digest and size above it. */
async function forge(layout: string, level: "manifest" | "config", from: string, to: string): Promise<void> {
  const oldManifest = await readFile(blob(layout, manifest), "utf8");
  let text = oldManifest;
  if (level === "config") {
    const old = await readFile(blob(layout, config), "utf8");
    const changed = old.replace(from, to);
    text = text.replace(
      `${config}","size":${old.length}`,
      `${await putBlob(layout, changed)}","size":${changed.length}`,
    );
  } else text = text.replace(from, to);
  expect(text).not.toBe(oldManifest);
  const index = await readFile(join(layout, "index.json"), "utf8");
  const descriptor = `${await putBlob(layout, text)}","size":${text.length}`;
  await writeFile(join(layout, "index.json"), index.replace(`${manifest}","size":${oldManifest.length}`, descriptor));
}

/** Replaces text in a plain file of a layout. */
async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(file, "utf8");
  expect(text).toMatch(from);
  await writeFile(file, text.replace(from, to));
}

const second = '{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:0","size":1}';
const faults: [string, (layout: string) => Promise<unknown>, string][] = [
  ["another layout version", (l) => writeFile(join(l, "oci-layout"), '{"imageLayoutVersion":"2.0.0"}'), "oci-layout: "],
  ["a missing oci-layout", (l) => rm(join(l, "oci-layout")), "oci-layout: no such file"],
  ["a missing index", (l) => rm(join(l, "index.json")), "index.json: no such file"],
  ["an index with white space", (l) => edit(join(l, "index.json"), ":2,", ": 2,"), "not written by scripts/pack"],
  ["an index with a line end", (l) => edit(join(l, "index.json"), /$/, "\n"), "not written by scripts/pack"],
  [
    "an index with two manifests",
    (l) => edit(join(l, "index.json"), /\]\}$/, `,${second}]}`),
    "not written by scripts/pack",
  ],
  [
    "an index with a second member of one name",
    (l) => edit(join(l, "index.json"), /^\{/, '{"manifests":[],'),
    "not written by scripts/pack",
  ],
  [
    "a digest in upper case",
    (l) => edit(join(l, "index.json"), manifest, manifest.toUpperCase()),
    "not written by scripts/pack",
  ],
  [
    "a digest that is a path",
    (l) => edit(join(l, "index.json"), manifest, "../../../../../../etc/passwd"),
    "not written by scripts/pack",
  ],
  [
    "a variant in the platform",
    (l) => edit(join(l, "index.json"), '"os":"linux"', '"os":"linux","variant":"v8"'),
    "not written by scripts/pack",
  ],
  [
    "another platform",
    (l) => edit(join(l, "index.json"), '"amd64"', '"arm64"'),
    "is for linux/arm64, not for linux/amd64",
  ],
  [
    "a wrong size of the manifest",
    (l) => edit(join(l, "index.json"), /"size":\d+/, '"size":7'),
    "its descriptor says 7",
  ],
  [
    "an index that points at itself",
    async (l) => edit(join(l, "index.json"), manifest, sha256(await readFile(join(l, "index.json")))),
    "no such blob",
  ],
  ["a missing manifest", (l) => rm(blob(l, manifest)), "no such blob"],
  ["a changed manifest", (l) => edit(blob(l, manifest), ':2,"', ':3,"'), "corrupt blob"],
  [
    "a foreign media type of a layer",
    (l) => forge(l, "manifest", "layer.v1.tar", "layer.v1.tar+gzip"),
    "not written by scripts/pack",
  ],
  [
    "a non-distributable layer",
    (l) => forge(l, "manifest", "layer.v1.tar", "layer.nondistributable.v1.tar"),
    "not written by scripts/pack",
  ],
  [
    "annotations in the manifest",
    (l) => forge(l, "manifest", "]}", '],"annotations":{}}'),
    "not written by scripts/pack",
  ],
  [
    "no layers",
    (l) =>
      forge(
        l,
        "manifest",
        `{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"sha256:${layer}","size":10240}`,
        "",
      ),
    "not written by scripts/pack",
  ],
  [
    "a wrong size of a layer",
    (l) => forge(l, "manifest", '"size":10240', '"size":10241'),
    "10240 bytes, its descriptor says 10241",
  ],
  ["a config for another platform", (l) => forge(l, "config", '"amd64"', '"arm64"'), "not written by scripts/pack"],
  ["a diff id that is not the layer", (l) => forge(l, "config", layer, "0".repeat(64)), "not written by scripts/pack"],
  ["a config with history", (l) => forge(l, "config", "]}}", ']},"history":[]}'), "not written by scripts/pack"],
  ["a missing config", (l) => rm(blob(l, config)), "no such blob"],
  ["a missing layer", (l) => rm(blob(l, layer)), "no such blob"],
  ["a layer cut short", (l) => writeFile(blob(l, layer), "x"), "1 bytes, its descriptor says 10240"],
  ["a layer with other bytes", (l) => writeFile(blob(l, layer), "x".repeat(10240)), "corrupt blob, its sha256 is "],
  [
    "a layer that is a symbolic link",
    async (l) => (await rename(blob(l, layer), join(l, "x")), symlink("../../x", blob(l, layer))),
    "no such blob",
  ],
];

describe("A base layout is refused", () => {
  let serial = 0;
  test.each(faults)("for %s", async (_title, spoil, expected) => {
    const layout = join(directory, `bad${(serial += 1)}`);
    await cp(base, layout, { recursive: true });
    await run(["chmod", "-R", "u+w", layout]);
    await spoil(layout);
    const result = await compose(layout);
    expect(result.stderr).toContain(expected);
    expect(result).toMatchObject({ code: 1, stdout: "" });
    await expect(stat(join(directory, "composed"))).rejects.toThrow();
  });
});

describe("Composing", () => {
  test("links the blobs of the members instead of copying them", async () => {
    const out = join(directory, "linked");
    await pack([...(await imageOptions(directory, "linked")), "--layers-of", base, out]);
    const [from, to] = await Promise.all([stat(blob(base, layer)), stat(blob(out, layer))]);
    expect(to.ino).toBe(from.ino);
    expect(to.mode & 0o222).toBe(0);
    const again = await pack([...(await imageOptions(directory, "linked")), "--layers-of", base, out]);
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect((await readdir(join(out, "blobs/sha256"))).length).toBe(3);
  });

  test("copies where an ordinary user may not link", async () => {
    const home = await workspace("ordinary");
    const args = [...(await imageOptions(directory, "copied")), "--layers-of", base, join(home, "out")];
    const result = await pack(args, { who: "ordinary" });
    expect(result.stderr).toBe("");
    expect(sha256(await readFile(blob(join(home, "out"), layer)))).toBe(layer);
    await discard(home);
  });

  test("takes a layer that two members share only once, in its first place", async () => {
    const one = await layoutOf("one", [{ ...tree[0], path: "one" } as Entry], ["--layers-of", base]);
    const two = await layoutOf("two", [{ ...tree[0], path: "two" } as Entry], ["--layers-of", base]);
    const result = await compose(two, one, base);
    const text = await readFile(blob(join(directory, "composed"), result.stdout.trim().slice(7)), "utf8");
    const ids = [...text.matchAll(/layer\.v1\.tar","digest":"sha256:([0-9a-f]{64})/g)].map((match) => match[1]);
    const own = (path: string) => sha256(layerOf([{ ...tree[0], path } as Entry]));
    expect(ids).toEqual([layer, own("two"), own("one")]);
  });

  test("checks a shared layer in every member, also where it is not taken", async () => {
    const copy = join(directory, "copy");
    await cp(base, copy, { recursive: true });
    await chmod(blob(copy, layer), 0o644);
    await writeFile(blob(copy, layer), "y".repeat(10240));
    expect((await compose(base, copy)).stderr).toContain("corrupt blob");
  });

  test("refuses more than 100 layers, and takes 100", { timeout: 60_000 }, async () => {
    const layers = Array.from({ length: 101 }, (_, number) => layerOf([{ ...tree[0], path: `f${number}` } as Entry]));
    const wide = async (count: number) => {
      const layout = join(directory, `wide${count}`);
      await cp(base, layout, { recursive: true });
      const texts = layers.slice(0, count).map((bytes) => ({ digest: sha256(bytes), bytes }));
      await Promise.all(texts.map(({ digest, bytes }) => writeFile(blob(layout, digest), bytes)));
      const ids = texts.map(({ digest }) => digest);
      const text = configText("linux/amd64", "", ids);
      const rows = ids.map(
        (id) => `{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"sha256:${id}","size":10240}`,
      );
      const old = await readFile(blob(layout, manifest), "utf8");
      const head = `${old.slice(0, old.indexOf('"config":'))}"config":{"mediaType":"application/vnd.oci.image.config.v1+json",`;
      const whole = `${head}"digest":"sha256:${await putBlob(layout, text)}","size":${text.length}},"layers":[${rows.join(",")}]}`;
      await edit(
        join(layout, "index.json"),
        /sha256:[0-9a-f]{64}","size":\d+/,
        `sha256:${await putBlob(layout, whole)}","size":${whole.length}`,
      );
      return layout;
    };
    expect((await compose(await wide(100))).code).toBe(0);
    expect((await compose(join(directory, "wide100"), base)).stderr).toContain("101 layers, at most 100");
    expect((await compose(await wide(101))).stderr).toContain("more than 100 layers");
  });

  test("refuses an own layer that equals one further below", async () => {
    const over = await layoutOf("over", [{ ...tree[0], path: "over" } as Entry], ["--layers-of", base]);
    const args = [
      ...(await imageOptions(directory, "x")),
      "--layers-of",
      over,
      "--rootfs",
      join(directory, "base.tar"),
    ];
    const result = await pack([...args, join(directory, "x")]);
    expect(result.stderr).toContain("equals a layer below the last one");
  });
});
