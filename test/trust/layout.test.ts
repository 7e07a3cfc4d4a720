import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashLayout } from "../../dsl/trust/layout.js";
import { type LayoutChange, makeLayout } from "./layouts.js";
import { sha } from "./tree.js";

let root = "";
beforeEach(() => (root = mkdtempSync("/tmp/tl-")));
afterEach(() => rmSync(root, { recursive: true, force: true }));
type Json = Record<string, unknown>;
const list = (object: Json, name: string): Json[] => object[name] as Json[];
const check = () => hashLayout(root, "image", "linux/amd64");

test("a right layout has the digest of its manifest, and its layers", async () => {
  expect(await check()).toHaveProperty("refused");
  expect(await check()).not.toEqual({ digest: makeLayout(root, "image") });
  expect(await check()).toMatchObject({ digest: makeLayout(root, "image"), layers: [{ size: 9 }, { size: 9 }] });
});

const built: [string, LayoutChange, RegExp][] = [
  [
    "two manifests for one platform",
    { index: (index) => list(index, "manifests").push(list(index, "manifests")[0] ?? {}) },
    /has 2 manifests for linux\/amd64/,
  ],
  [
    "no manifest for the platform",
    { index: (index) => ((list(index, "manifests")[0] ?? {})["platform"] = { os: "linux", architecture: "arm64" }) },
    /has 0 manifests/,
  ],
  [
    "an index inside the index",
    {
      index: (index) => ((list(index, "manifests")[0] ?? {})["mediaType"] = "application/vnd.oci.image.index.v1+json"),
    },
    /not to a manifest/,
  ],
  [
    "a manifest of another size",
    { index: (index) => ((list(index, "manifests")[0] ?? {})["size"] = 1) },
    /its descriptor says 1/,
  ],
  [
    "a foreign layer by urls",
    { manifest: (manifest) => ((list(manifest, "layers")[0] ?? {})["urls"] = ["https://example.invalid"]) },
    /urls|Unrecognized/,
  ],
  [
    "a non-distributable layer",
    {
      manifest: (manifest) =>
        ((list(manifest, "layers")[0] ?? {})["mediaType"] = "application/vnd.oci.image.layer.nondistributable.v1.tar"),
    },
    /media type/,
  ],
  [
    "a compressed layer",
    {
      manifest: (manifest) =>
        ((list(manifest, "layers")[0] ?? {})["mediaType"] = "application/vnd.oci.image.layer.v1.tar+gzip"),
    },
    /media type/,
  ],
  [
    "a layer of another size",
    { manifest: (manifest) => ((list(manifest, "layers")[0] ?? {})["size"] = 5) },
    /its descriptor says 5/,
  ],
  [
    "a sha512 layer",
    { manifest: (manifest) => ((list(manifest, "layers")[0] ?? {})["digest"] = `sha512:${"0".repeat(128)}`) },
    /digest/,
  ],
  [
    "a digest that leaves the layout",
    { manifest: (manifest) => ((list(manifest, "layers")[0] ?? {})["digest"] = "sha256:../../secret") },
    /digest/,
  ],
  [
    "diff_ids in another order",
    { config: (config) => list(config["rootfs"] as Json, "diff_ids").reverse() },
    /diff_ids/,
  ],
  [
    "a config for another platform",
    { config: (config) => (config["architecture"] = "arm64") },
    /config is for linux\/arm64/,
  ],
  ["130 layers", { layers: Array.from({ length: 130 }, (_, number) => `layer ${number}`) }, /layers/],
];
test.each(built)("%s is refused", async (_title, change, reason) => {
  makeLayout(root, "image", change);
  expect(await check()).toMatchObject({ refused: expect.stringMatching(reason) as string });
});

const blob = (text: string): string => join(root, "image/blobs/sha256", sha(text));
const damaged: [string, () => void, RegExp][] = [
  ["a layer whose bytes are not its name", () => writeFileSync(blob("layer one"), "layer onE"), /has the bytes of/],
  ["a layer that is too long", () => writeFileSync(blob("layer one"), "layer one."), /10 bytes long/],
  ["a missing layer", () => rmSync(blob("layer one")), /missing/],
  [
    "a layer that is a link",
    () => (renameSync(blob("layer one"), join(root, "aside")), symlinkSync(join(root, "aside"), blob("layer one"))),
    /symbolic link/,
  ],
  [
    "an index that is a link",
    () => (
      renameSync(join(root, "image/index.json"), join(root, "aside")),
      symlinkSync(join(root, "aside"), join(root, "image/index.json"))
    ),
    /symbolic link/,
  ],
  [
    "a repeated member in the index",
    () => writeFileSync(join(root, "image/index.json"), '{"schemaVersion":2,"schemaVersion":2,"manifests":[]}'),
    /twice/,
  ],
];
test.each(damaged)("%s is refused", async (_title, change, reason) => {
  makeLayout(root, "image");
  change();
  expect(await check()).toMatchObject({ refused: expect.stringMatching(reason) as string });
});

const beside: [string, (image: string) => void, RegExp][] = [
  ["a missing oci-layout", (image) => rmSync(`${image}/oci-layout`), /oci-layout: no such file/],
  [
    "an oci-layout of another version",
    (image) => writeFileSync(`${image}/oci-layout`, '{"imageLayoutVersion":"2.0.0"}'),
    /2\.0\.0/,
  ],
  ["an oci-layout that is no JSON", (image) => writeFileSync(`${image}/oci-layout`, "x"), /oci-layout/],
  [
    "an unreferenced blob with other bytes",
    (image) => writeFileSync(`${image}/blobs/sha256/${"0".repeat(64)}`, "x"),
    /nothing leads to/,
  ],
  [
    "an unreferenced blob that is a link",
    (image) => symlinkSync("/etc/passwd", `${image}/blobs/sha256/${sha("x")}`),
    /symbolic link/,
  ],
  ["a blob without a hash for a name", (image) => writeFileSync(`${image}/blobs/sha256/x`, "x"), /not named by a hash/],
  ["blobs of another algorithm", (image) => writeFileSync(`${image}/blobs/sha512`, "x"), /no place for blobs/],
];
test.each(beside)("%s is refused", async (_title, change, reason) => {
  makeLayout(root, "image");
  change(join(root, "image"));
  expect(await check()).toMatchObject({ refused: expect.stringMatching(reason) as string });
});
test("an unreferenced blob with the bytes of its name is left alone", async () => {
  const digest = makeLayout(root, "image");
  writeFileSync(join(root, `image/blobs/sha256/${sha("x")}`), "x");
  expect(await check()).toMatchObject({ digest });
});
