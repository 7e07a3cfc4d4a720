import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { BuiltImages } from "../../../dsl/cli/read/built-images.js";
import { compile } from "../../../dsl/cli/pipeline.js";
import { defs, repository, type Outcome } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";
import { padded, tarEnd, tarHeader } from "../scan/archives.js";

const skeleton = join(repository, "test/skeleton");

/** A copy of the skeleton, with a store of its own. */
function tree(): { root: string; store: string; run: (...words: string[]) => Promise<Outcome> } {
  const [root, store] = [temporaryFolder({ from: skeleton }), temporaryFolder()];
  return { root, store, run: (...words) => defs(root, words, { env: { STAGEX_STORE: store } }) };
}

describe("what lies in the place of a source in the store", () => {
  const places: readonly [string, (path: string) => void][] = [
    ["a folder", (path) => void mkdirSync(path)],
    ["a link to itself", (path) => symlinkSync(path, path)],
  ];

  test.each(places)("and is %s is told of that source, in all forms", async (_, put) => {
    const { root, store, run } = tree();
    const sha256 = /sha256: "(\w+)"/.exec(readFileSync(join(root, "defs/core/bzip2.ts"), "utf8"))![1]!;
    mkdirSync(join(store, "sha256"), { recursive: true });
    put(join(store, "sha256", sha256));
    const reason = "what lies in its place in the store is no file; delete that and fetch again";
    expect(await run("sources", "scan")).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(`bzip2-1.0.8.tar.gz: not scanned: ${reason}\n`) as string,
    });
    expect(
      (JSON.parse((await run("sources", "scan", "--json")).stdout) as { sources: { failure: string }[] }).sources.map(
        ({ failure }) => failure,
      ),
    ).toEqual([reason, "not in the store"]);
    expect(await run("sources", "--hash")).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(`wrong    ${sha256} core-bzip2`) as string,
    });
  });
});

describe("a command that meets what is no file names it:", () => {
  test.each<[string, string[], (root: string) => void, string]>([
    [
      "a folder as the list of images",
      ["plan"],
      (root) => folderAt(root, "generated/images.txt"),
      "ROOT/generated/images.txt: is a directory",
    ],
    ["a folder as times", ["plan", "--times", "ROOT/defs"], () => undefined, "ROOT/defs: is a directory"],
    [
      "a file as the folder of a plan",
      ["plan", "--to", "ROOT/defs/core/zlib.ts"],
      () => undefined,
      "ROOT/defs/core/zlib.ts/docker-bake.json: a part of the path is no directory",
    ],
    [
      "a folder as the list of accepted files",
      ["sources", "scan"],
      (root) => folderAt(root, "accepted-binaries.json"),
      "ROOT/accepted-binaries.json: is a directory",
    ],
    ["a missing graph", ["plan", "--affected", "HEAD"], () => undefined, "the tree at ROOT lies in no git repository"],
  ])("%s", async (_, words, change, message) => {
    const { root, run } = tree();
    change(root);
    const { exitCode, stderr } = await run(...words.map((word) => word.replace("ROOT", root)));
    expect(stderr).toContain(`defs: ${message.replace("ROOT", root)}`);
    expect(exitCode).toBe(2);
  });

  test.each([
    [["new", "core/tool", "--url", "mirror://gun/tool-1.0.tar.gz"], "no mirror is called 'gun'; did you mean 'gnu'?"],
    [
      ["new", "core/tool", "--url", "https://example.org/tool-1.0.tar.gz", "--as", "1\n2"],
      '"1\\n2" is no version: it must start with a letter or digit and hold only letters, digits and . _ + ~ -',
    ],
    [
      ["bump", "core-zlib", '1"2'],
      '"1\\"2" is no version: it must start with a letter or digit and hold only letters, digits and . _ + ~ -',
    ],
    [["bump", "core-zlib", ""], '"" is no version: '],
  ])("%j, before anything is fetched", async (words, message) => {
    const { exitCode, stdout, stderr } = await tree().run(...words);
    expect(stderr).toContain(`defs: ${message}`);
    expect(stderr).not.toContain("scripts/fetch");
    expect([exitCode, stdout]).toEqual([2, ""]);
  });
});

describe("a tree that cannot be read or written as usual", () => {
  // Nothing is forbidden to root.
  const [program, ...first] = [
    ...(process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []),
    process.execPath,
    join(repository, "bin/defs.js"),
  ];
  const run = async (root: string, ...words: string[]): Promise<Outcome> =>
    await execa(program!, [...first, "--root", root, ...words], { reject: false });

  test.each([["list"], ["check"], ["compile"], ["compile", "--frozen"], ["graph"], ["fmt"]])(
    "is read all the same by `%s %s` when it is read-only and current",
    async (...words) => {
      const root = temporaryFolder({ from: skeleton });
      rmSync(join(root, ".cache"), { recursive: true, force: true });
      execFileSync("chmod", ["-R", "a+rX,a-w", root]);
      onTestFinished(() => void execFileSync("chmod", ["-R", "u+w", root]));
      expect(await run(root, ...words.filter(Boolean))).toMatchObject({ exitCode: 0, stderr: "" });
    },
  );

  test("is not taken for a smaller one when a folder cannot be read", async () => {
    const root = temporaryFolder({ from: skeleton });
    chmodSync(root, 0o755);
    chmodSync(join(root, "defs/core"), 0o000);
    onTestFinished(() => chmodSync(join(root, "defs/core"), 0o755));
    expect(await run(root, "list")).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: `defs: ${root}/defs/core: permission denied`,
    });
  });

  test("does not keep a command waiting for a pipe", async () => {
    const root = temporaryFolder({ from: skeleton });
    execFileSync("mkfifo", [join(root, "defs/core/pipe.ts")]);
    expect(await defs(root, ["check"])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("defs/core/pipe.ts:1:1 - error E101: ") as string,
    });
    rmSync(join(root, "defs/core/pipe.ts"));
    rmSync(join(root, "generated/core.mk"));
    execFileSync("mkfifo", [join(root, "generated/core.mk")]);
    expect(await defs(root, ["compile"])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("1 changed") as string,
    });
    expect(readFileSync(join(root, "generated/core.mk"))).toEqual(readFileSync(join(skeleton, "generated/core.mk")));
  });
});

function folderAt(root: string, path: string): void {
  rmSync(join(root, path), { force: true });
  mkdirSync(join(root, path));
}

test("An image that another program packed, with another format of layers, is refused and not a fault of the command.", async () => {
  const { root } = tree();
  const { graph } = await compile(root);
  const layer = Buffer.concat([tarHeader("file", 3), padded("one"), tarEnd]);
  const config = JSON.stringify({
    architecture: "amd64",
    os: "linux",
    config: {},
    rootfs: { type: "layers", diff_ids: [`sha256:${hash(layer)}`] },
  });
  const media = "application/vnd.oci.image";
  const part = (type: string, bytes: string | Buffer): object => ({
    mediaType: `${media}.${type}`,
    digest: `sha256:${hash(bytes)}`,
    size: Buffer.byteLength(bytes),
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: `${media}.manifest.v1+json`,
    config: part("config.v1+json", config),
    layers: [part("layer.v1.tar", layer)],
  });
  const layout = join(root, "out/linux-amd64/bootstrap-debian");
  writeFiles(layout, {
    "oci-layout": '{"imageLayoutVersion":"1.0.0"}',
    "index.json": JSON.stringify({
      schemaVersion: 2,
      mediaType: `${media}.index.v1+json`,
      manifests: [{ ...part("manifest.v1+json", manifest), platform: { architecture: "amd64", os: "linux" } }],
    }),
  });
  for (const bytes of [layer, Buffer.from(config), Buffer.from(manifest)])
    putBlob(join(layout, "blobs/sha256", hash(bytes)), bytes);
  const images = new BuiltImages(join(root, "out"), graph);
  onTestFinished(() => images.close());
  expect(await images.read("bootstrap-debian", "linux/amd64")).toEqual({
    refused: "its layers cannot be read: no header of GNU tar at byte 0",
  });
});

function putBlob(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

function hash(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
