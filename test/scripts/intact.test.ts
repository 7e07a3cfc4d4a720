import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BuiltTree } from "./built-tree.js";
import type { Result } from "./pack-workspace.js";

const built = new BuiltTree();
let tree: BuiltTree;
beforeAll(() => built.buildAll());
afterAll(() => built.remove());
beforeEach(() => void (tree = built.copy()));
afterEach(() => tree.remove());

type Kind = "manifest" | "config" | "layer";

/** The file of a blob of an image: its manifest, its configuration or its lowest layer. */
function blob(image: string, kind: Kind = "layer"): string {
  const folder = join(tree.root, tree.layout(image), "blobs/sha256");
  const manifest = join(folder, tree.digest(image).slice(7));
  if (kind === "manifest") return manifest;
  const { config, layers } = JSON.parse(readFileSync(manifest, "utf8")) as {
    config: { digest: string };
    layers: { digest: string }[];
  };
  return join(folder, (kind === "config" ? config : layers[0])?.digest.slice(7) ?? "");
}

/** Flips a bit in the middle; length and times stay. */
function flip(file: string): void {
  const { atime, mtime } = statSync(file);
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  chmodSync(file, 0o644);
  writeFileSync(file, bytes);
  utimesSync(file, atime, mtime);
}

const sha256 = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");
/** What comes before an engine, for an image that is built on core-a. */
const prepare = (): Promise<Result> => tree.run("build", ["core-b"], { STAGEX_BAKE: "prepare", NOCACHE: "1" });
const prepared = (): boolean => existsSync(join(tree.out, ".bake"));

describe("an image that another is built on", () => {
  test("is handed over when it is whole", async () => {
    expect(await prepare()).toMatchObject({ code: 0, stderr: "" });
    expect(prepared()).toBe(true);
  });

  test.each<Kind>(["manifest", "config", "layer"])("is not when a bit of its %s is another", async (kind) => {
    const file = blob("core-a", kind);
    flip(file);
    const { code, stderr } = await prepare();
    expect(stderr).toMatch(
      new RegExp(
        `^scripts/build: core-b: core-a is damaged: ${file} has sha256 [0-9a-f]{64}; build it again: \`make NOCACHE=1 core-a\`\n$`,
      ),
    );
    expect(stderr).not.toContain(`has sha256 ${file.slice(-64)}`);
    expect(code).toBe(1);
    expect(prepared()).toBe(false);
  });

  test("is not when a layer was cut short", async () => {
    const file = blob("core-a");
    chmodSync(file, 0o644);
    truncateSync(file, 512);
    expect((await prepare()).stderr).toContain(`core-a is damaged: ${file} has sha256 ${sha256(file)};`);
  });

  test("is not when a layer is missing", async () => {
    rmSync(blob("core-a"));
    expect(await prepare()).toMatchObject({
      code: 1,
      stderr: `scripts/build: core-b: core-a is damaged: ${blob("core-a")} cannot be read; build it again: \`make NOCACHE=1 core-a\`\n`,
    });
  });

  test("is handed over again after it was built again", async () => {
    flip(blob("core-a"));
    await tree.build("core-a", "core-a\n");
    expect(await prepare()).toMatchObject({ code: 0, stderr: "" });
  });

  test("is to be taken again from where it was taken", async () => {
    flip(blob("core-a"));
    tree.put(`${tree.layout("core-a")}/record`, `digest ${tree.digest("core-a")}\norigin imported\nfrom /images\n`);
    const { stderr } = await prepare();
    expect(stderr).toContain(
      `; remove ${join(tree.root, tree.layout("core-a"))}, then \`make preseed FROM=/images core-a\`\n`,
    );
  });
});

test("Every damaged image is named, also where one file is the layer of several.", async () => {
  const shared = new BuiltTree({ "core-a": [], "pallet-all": ["core-a"], "core-b": ["core-a", "pallet-all"] });
  tree.remove();
  tree = shared;
  await tree.build("core-a", "core-a\n");
  await tree.run("build", ["pallet-all"]);
  expect(statSync(blob("core-a")).ino).toBe(statSync(blob("pallet-all")).ino);
  flip(blob("core-a"));
  const { stderr } = await prepare();
  expect(stderr.match(/: \S+ is damaged: /g)).toEqual([": core-a is damaged: ", ": pallet-all is damaged: "]);
});

test("A pallet is not composed of a damaged image.", async () => {
  const before = tree.digest("pallet-all");
  flip(blob("core-c"));
  const { code, stderr } = await tree.run("build", ["pallet-all"], { NOCACHE: "1" });
  expect(stderr).toContain(
    `scripts/build: pallet-all: core-c is damaged: ${blob("core-c")} has sha256 ${sha256(blob("core-c"))}; build it again: \`make NOCACHE=1 core-c\`\n`,
  );
  expect(code).toBe(1);
  expect(tree.digest("pallet-all")).toBe(before);
});

test("An image is not tested with a damaged one, and no engine is asked.", async () => {
  tree.put(
    "generated/core/b/Containerfile.test",
    'FROM stagex.invalid/core-b AS test\nCOPY --from=stagex.invalid/core-a . /\nRUN --network=none ["/file"]\n',
  );
  flip(blob("core-a"));
  const { code, stderr, stdout } = await tree.run("check", ["core-b"], { ENGINE: "none-here" });
  expect(stderr).toContain("scripts/check: core-a is damaged: ");
  expect(stderr).not.toContain("none-here");
  expect(stdout).toContain("0 of 1 images passed their tests");
  expect(code).toBe(1);
});
