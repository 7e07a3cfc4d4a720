import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Image, imageOf, layerOf, sha256 } from "./pack-format.js";
import { streamOf } from "./pack-stream.js";
import { type Vector, vectors } from "./pack-tree.js";
import { type Setting, type Who, discard, imageOptions, pack, run, script, workspace } from "./pack-workspace.js";

async function options(directory: string, vector: Vector): Promise<string[]> {
  const bases = vector.layersOf.flatMap((name) => ["--layers-of", join(directory, "out", name)]);
  const setuid = vector.setuid.flatMap((path) => ["--setuid", path]);
  return [...(await imageOptions(directory, vector.name, vector)), ...bases, ...setuid];
}

/** Packs a vector from a raw stream. */
async function packVector(directory: string, vector: Vector, setting: Setting) {
  const own: string[] = [];
  if (vector.tree !== null) {
    const file = join(directory, `${vector.name}.tar`);
    await writeFile(file, streamOf(vector.tree));
    own.push("--rootfs", file);
  }
  return pack([...(await options(directory, vector)), ...own, join(directory, "out", vector.name)], setting);
}

const bySecondImplementation = new Map<string, Image>();
for (const vector of vectors) {
  const bases = vector.layersOf.flatMap((name) => bySecondImplementation.get(name) ?? []);
  bySecondImplementation.set(vector.name, imageOf(vector, bases));
}

describe("The test vectors", () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))(
    "%s: the second implementation agrees",
    (name, vector) => {
      const image = bySecondImplementation.get(name);
      expect(`sha256:${sha256(image?.manifest ?? "")}`).toBe(vector.manifest);
      expect(vector.tree === null ? null : `sha256:${sha256(layerOf(vector.tree))}`).toBe(vector.layer);
    },
  );
});

const ways: [string, Who, Record<string, string>][] = [
  ["as the user who runs the tests", "self", {}],
  ["as an ordinary user", "ordinary", {}],
  [
    "with an adverse environment",
    "self",
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

describe.each(ways)("Packing a stream %s", (_title, who, env) => {
  let directory = "";
  beforeAll(async () => {
    directory = await workspace(who);
    await run(["mkdir", join(directory, "out")], { who });
  });
  afterAll(() => discard(directory));

  test.each(vectors.map((vector) => [vector.name, vector] as const))(
    "%s gives the digests of its vector",
    async (name, vector) => {
      const result = await packVector(directory, vector, { who, env });
      expect(result).toEqual({ code: 0, stdout: `${vector.manifest}\n`, stderr: "" });
      const image = bySecondImplementation.get(name);
      const blobs = await readdir(join(directory, "out", name, "blobs/sha256"));
      const expected = (image?.layers ?? []).map(sha256);
      expect(blobs).toEqual(expect.arrayContaining([...expected, vector.manifest.slice("sha256:".length)]));
      expect(blobs).toHaveLength(expected.length + 2);
    },
  );
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
