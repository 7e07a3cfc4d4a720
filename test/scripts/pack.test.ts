import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Image, imageOf, layerOf, sha256 } from "./pack-format.js";
import { rawStream, streamOf } from "./pack-stream.js";
import { type Vector, vectors } from "./pack-tree.js";
import { type Setting, type Who, discard, imageOptions, isRoot, pack, run, script, workspace } from "./pack-workspace.js";

/** What only root can pack from a stream: other owners, declared setuid bits. */
function needsRoot(vector: Vector): boolean {
  const owned = (vector.tree ?? []).some((entry) => "uid" in entry && (entry.uid !== 0 || entry.gid !== 0));
  return owned || vector.setuid.length > 0;
}

async function options(directory: string, vector: Vector): Promise<string[]> {
  const bases = vector.layersOf.flatMap((name) => ["--layers-of", join(directory, "out", name)]);
  const setuid = vector.setuid.flatMap((path) => ["--setuid", path]);
  return [...(await imageOptions(directory, vector.name, vector)), ...bases, ...setuid];
}

/** Packs a vector from a raw stream, or, where `form` says so or only root could, from a layer made elsewhere. */
async function packVector(directory: string, vector: Vector, form: "stream" | "layer", setting: Setting) {
  const own: string[] = [];
  if (vector.tree !== null) {
    const asLayer = form === "layer" || (needsRoot(vector) && (setting.who === "ordinary" || !isRoot));
    const file = join(directory, `${vector.name}.tar`);
    await writeFile(file, asLayer ? layerOf(vector.tree) : streamOf(vector.tree));
    own.push(asLayer ? "--layer-file" : "--rootfs", file);
  }
  return pack([...(await options(directory, vector)), ...own, join(directory, "out", vector.name)], setting);
}

const bySecondImplementation = new Map<string, Image>();
for (const vector of vectors) {
  const bases = vector.layersOf.flatMap((name) => bySecondImplementation.get(name) ?? []);
  bySecondImplementation.set(vector.name, imageOf(vector, bases));
}

describe("The test vectors", () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))("%s: the second implementation agrees", (name, vector) => {
    const image = bySecondImplementation.get(name);
    expect(`sha256:${sha256(image?.manifest ?? "")}`).toBe(vector.manifest);
    expect(vector.tree === null ? null : `sha256:${sha256(layerOf(vector.tree))}`).toBe(vector.layer);
  });
});

const ways: [string, Who, "stream" | "layer", Record<string, string>][] = [
  ["a stream, as the user who runs the tests", "self", "stream", {}],
  ["a stream, as an ordinary user", "ordinary", "stream", {}],
  ["a finished layer, as an ordinary user", "ordinary", "layer", {}],
  [
    "a stream, with an adverse environment",
    "self",
    "stream",
    {
      TZ: "Asia/Kathmandu",
      LC_ALL: "en_US.UTF-8",
      LANG: "tr_TR.UTF-8",
      TAR_OPTIONS: "--sort=inode --format=posix",
      POSIXLY_CORRECT: "1",
      SOURCE_DATE_EPOCH: "5",
      CDPATH: "/usr",
      GZIP: "-1",
    },
  ],
];

describe.each(ways)("Packing %s", (_title, who, form, env) => {
  let directory = "";
  beforeAll(async () => {
    directory = await workspace(who);
    await run(["mkdir", join(directory, "out")], { who });
  });
  afterAll(() => discard(directory));

  test.each(vectors.map((vector) => [vector.name, vector] as const))("%s gives the digests of its vector", async (name, vector) => {
    const result = await packVector(directory, vector, form, { who, env });
    expect(result).toEqual({ code: 0, stdout: `${vector.manifest}\n`, stderr: "" });
    const image = bySecondImplementation.get(name);
    const blobs = await readdir(join(directory, "out", name, "blobs/sha256"));
    const expected = (image?.layers ?? []).map(sha256);
    expect(blobs).toEqual(expect.arrayContaining([...expected, vector.manifest.slice("sha256:".length)]));
    expect(blobs).toHaveLength(expected.length + 2);
  });
});

describe("Packing below other file modes", () => {
  test.each(["000", "077", "027"])("umask %s changes nothing", async (umask) => {
    const directory = await workspace();
    const vector = vectors.find(({ name }) => name === "directories");
    const file = join(directory, "rootfs.tar");
    await writeFile(file, streamOf(vector?.tree ?? []));
    const command = `umask ${umask}; cd "$1"; shift; exec "$@"`;
    const args = [...(await imageOptions(directory, "x", vector)), "--rootfs", "rootfs.tar", "out with space"];
    const result = await run(["sh", "-c", command, "sh", directory, script, ...args]);
    expect(result.stdout).toBe(`${vector?.manifest}\n`);
    await discard(directory);
  });
});

describe.runIf(isRoot)("scripts/pack --layer, alone in a directory and run by a bare sh, as root", () => {
  let directory = "";
  beforeAll(async () => {
    directory = await workspace();
    await run(["cp", script, join(directory, "pack")]);
  });
  afterAll(() => discard(directory));

  const trees = vectors.flatMap((vector) => (vector.tree === null ? [] : [[vector.name, vector.tree, vector] as const]));
  test.each(trees)("%s gives the layer of its vector", async (name, tree, vector) => {
    const root = join(directory, name);
    await mkdir(root, { mode: 0o2700 });
    await writeFile(`${root}.tar`, streamOf(tree));
    await run(["tar", "-xpf", `${root}.tar`, "--numeric-owner", "-C", root]);
    const result = await run(["sh", join(directory, "pack"), "--layer", root, `${root}.layer`]);
    expect(result).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(`sha256:${sha256(await readFile(`${root}.layer`))}`).toBe(vector.layer);
  });
});

/** Whether files in the temporary directory can have user attributes, and tar can set them. */
const hasAttributes = await (async () => {
  const directory = await workspace();
  const command = `tar -x --xattrs --xattrs-include='user.*' -C "$1" -f "$2" 2>&1; tar -c --format=posix --xattrs -C "$1" d`;
  const stream = rawStream([
    { name: "d/", type: "5", mode: 0o755 },
    { name: "d/a b", data: "x", pax: { "SCHILY.xattr.user.mime": "text" } },
  ]);
  await writeFile(join(directory, "stream"), stream);
  const { stdout } = await run(["sh", "-c", command, "sh", directory, join(directory, "stream")]);
  await discard(directory);
  return stdout.includes("SCHILY.xattr.user.mime");
})();

describe("scripts/pack --layer refuses", () => {
  let directory = "";
  beforeAll(async () => {
    directory = await workspace();
    await mkdir(join(directory, "root"));
  });
  afterAll(() => discard(directory));
  const layer = () => pack(["--layer", join(directory, "root"), join(directory, "layer.tar")]);

  test("FIFOs, which tar would pack, and keeps the old layer", async () => {
    await layer();
    const old = await readFile(join(directory, "layer.tar"));
    await run(["mkfifo", join(directory, "root/pipe")]);
    const result = await layer();
    expect(result.stderr).toContain("refused:\n  pipe\n");
    expect(result.code).toBe(1);
    expect(await readFile(join(directory, "layer.tar"))).toEqual(old);
    expect((await readdir(directory)).sort()).toEqual(["layer.tar", "root"]);
    await run(["rm", join(directory, "root/pipe")]);
  });

  test.runIf(hasAttributes)("extended attributes, which tar would drop", async () => {
    const pax = { "SCHILY.xattr.user.mime": "text" };
    await writeFile(join(directory, "stream"), rawStream([{ name: "plain" }, { name: "a b", data: "x", pax }]));
    const options = ["--xattrs", "--xattrs-include=user.*", "-C", join(directory, "root")];
    await run(["tar", "-x", ...options, "-f", join(directory, "stream")]);
    const result = await layer();
    expect(result.stderr).toContain('extended attributes, refused:\n  "a b" user.mime\n');
    expect(result.code).toBe(1);
  });
});

describe("docs/image-format.md", () => {
  test("lists the digests of all vectors", async () => {
    const text = await readFile(new URL("../../docs/image-format.md", import.meta.url), "utf8");
    const rows = text.split("\n").filter((line) => /`[0-9a-f]{64}` \|$/.test(line));
    const hex = (digest: string | null) => (digest === null ? "none" : `\`${digest.slice("sha256:".length)}\``);
    expect(rows).toEqual(
      vectors.map(({ name, about, layer, manifest }) => `| ${name} | ${about} | ${hex(layer)} | ${hex(manifest)} |`),
    );
  });
});
