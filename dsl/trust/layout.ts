import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { kindOf, listUntrusted, readUntrusted, sha256 } from "./files.js";
import { parseJson } from "./json.js";

const mediaTypes = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
} as const;

const descriptor = z.strictObject({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z.int().min(0),
  annotations: z.record(z.string(), z.string()).optional(),
  platform: z.object({ os: z.string(), architecture: z.string() }).optional(),
});
type Descriptor = z.infer<typeof descriptor>;
const index = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.literal(mediaTypes.index).optional(),
  manifests: z.array(descriptor),
});
const manifest = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.literal(mediaTypes.manifest),
  config: descriptor,
  layers: z.array(descriptor).max(128),
});
const config = z.object({
  os: z.string(),
  architecture: z.string(),
  rootfs: z.object({ type: z.literal("layers"), diff_ids: z.array(z.string()) }),
});

const markerSchema = z.object({ imageLayoutVersion: z.string() });

/** Largest JSON document of a layout, in bytes (OCI distribution limits manifests to this). */
const documentLimit = 4 << 20;

/**
 * Hashes an OCI image layout (image-spec 1.1) anew: index, manifest, config and every layer must have the bytes and
 * size their descriptors state, and so must blobs that nothing leads to; exactly one manifest for the platform, uncompressed layers, nothing foreign.
 * @param platform spelt `linux/amd64`.
 * @returns the manifest digest as 64 hexadecimal digits, or the reason for refusing the layout.
 */
export async function hashLayout(
  root: string,
  directory: string,
  platform: string,
): Promise<{ digest: string } | { refused: string }> {
  const opened = await openLayout(root, directory, platform);
  if ("refused" in opened) return opened;
  try {
    await checkOthers(root, directory, new Set(opened.blobs));
    return opened;
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  }
}

/** A layer of a layout whose bytes have been hashed. */
export interface Layer {
  /** As `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** Path of the blob below the root. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * The same, giving the layers as well, from the lowest up, and the names of all blobs it leads to. What it does not lead to is not
 * looked at.
 * @param hashed digests of layers that this run has hashed already; what is hashed now is added.
 */
export async function openLayout(
  root: string,
  directory: string,
  platform: string,
  hashed = new Set<string>(),
): Promise<{ digest: string; layers: Layer[]; blobs: string[] } | { refused: string }> {
  try {
    await checkMarker(root, directory);
    const head = parse(index, await document(root, `${directory}/index.json`), "index.json");
    const entry = selectManifest(head.manifests, platform);
    const body = parse(manifest, await blob(root, directory, entry, mediaTypes.manifest), "manifest");
    const settings = parse(config, await blob(root, directory, body.config, mediaTypes.config), "config");
    if (`${settings.os}/${settings.architecture}` !== platform)
      throw new Refusal(`config is for ${settings.os}/${settings.architecture}, not ${platform}`);
    for (const layer of body.layers.filter(({ digest }) => !hashed.has(digest))) {
      await checkLayer(root, directory, layer);
      hashed.add(layer.digest);
    }
    const layers = body.layers.map((layer) => layer.digest).join(" ");
    if (settings.rootfs.diff_ids.join(" ") !== layers)
      throw new Refusal("config's diff_ids are not the layers of the manifest");
    return {
      digest: entry.digest.slice(7),
      blobs: [entry, body.config, ...body.layers].map((item) => item.digest.slice(7)),
      layers: body.layers.map((layer) => ({
        digest: layer.digest,
        size: layer.size,
        path: blobPath(directory, layer),
      })),
    };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  }
}

class Refusal extends Error {}

/** A directory is a layout by its file oci-layout (image-spec 1.1, image-layout). */
async function checkMarker(root: string, directory: string): Promise<void> {
  const marker = parse(markerSchema, await document(root, `${directory}/oci-layout`), "oci-layout");
  if (marker.imageLayoutVersion !== "1.0.0") throw new Refusal(`oci-layout says version ${marker.imageLayoutVersion}`);
}

/** Blobs that nothing here leads to are somebody's next layer: they, too, must have the bytes of their names, and there is nothing else. */
async function checkOthers(root: string, directory: string, known: ReadonlySet<string>): Promise<void> {
  for (const name of await listUntrusted(root, `${directory}/blobs`))
    if (name !== "sha256") throw new Refusal(`blobs/${name} is no place for blobs`);
  for (const name of await listUntrusted(root, `${directory}/blobs/sha256`)) {
    if (known.has(name)) continue;
    if (!/^[0-9a-f]{64}$/.test(name)) throw new Refusal(`blobs/sha256/${name} is not named by a hash`);
    const { hash } = await hashFile(join(root, `${directory}/blobs/sha256/${name}`), `blob ${name}`);
    if (hash !== name)
      throw new Refusal(`blob sha256:${name}, which nothing leads to, has the bytes of sha256:${hash}`);
  }
}

async function hashFile(path: string, what: string): Promise<{ size: number; hash: string }> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) throw new Refusal(`${what} is missing`);
  if (!stats.isFile()) throw new Refusal(`${what} is ${kindOf(stats)}`);
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { size: stats.size, hash: hash.digest("hex") };
}

function selectManifest(entries: readonly Descriptor[], platform: string): Descriptor {
  const wanted = entries.filter(
    (entry) => entry.platform === undefined || `${entry.platform.os}/${entry.platform.architecture}` === platform,
  );
  const [entry] = wanted;
  if (entry === undefined || wanted.length !== 1)
    throw new Refusal(`index.json has ${wanted.length} manifests for ${platform}; one is needed`);
  if (entry.mediaType !== mediaTypes.manifest)
    throw new Refusal(`index.json leads to ${entry.mediaType}, not to a manifest`);
  return entry;
}

async function document(root: string, path: string): Promise<Buffer> {
  const read = await readUntrustedBlob(root, path);
  if ("refused" in read) throw new Refusal(`${path}: ${read.refused}`);
  return read.bytes;
}

// Blobs of this project's own output may be hard links to another image's blob; their bytes are hashed, so that is safe.
async function readUntrustedBlob(root: string, path: string): ReturnType<typeof readUntrusted> {
  return readUntrusted(root, path, documentLimit, { allowLinks: true });
}

async function blob(root: string, directory: string, entry: Descriptor, mediaType: string): Promise<Buffer> {
  if (entry.mediaType !== mediaType)
    throw new Refusal(`${entry.digest} has media type ${entry.mediaType}; ${mediaType} is needed`);
  const bytes = await document(root, blobPath(directory, entry));
  compare(entry, bytes.length, sha256(bytes));
  return bytes;
}

async function checkLayer(root: string, directory: string, entry: Descriptor): Promise<void> {
  if (entry.mediaType !== mediaTypes.layer)
    throw new Refusal(`layer ${entry.digest} has media type ${entry.mediaType}; ${mediaTypes.layer} is needed`);
  const { size, hash } = await hashFile(join(root, blobPath(directory, entry)), `layer ${entry.digest}`);
  compare(entry, size, hash);
}

function blobPath(directory: string, entry: Descriptor): string {
  return `${directory}/blobs/sha256/${entry.digest.slice(7)}`;
}

function compare(entry: Descriptor, size: number, hash: string): void {
  if (size !== entry.size)
    throw new Refusal(`blob ${entry.digest} is ${size} bytes long, its descriptor says ${entry.size}`);
  if (`sha256:${hash}` !== entry.digest) throw new Refusal(`blob ${entry.digest} has the bytes of sha256:${hash}`);
}

function parse<T>(schema: z.ZodType<T>, bytes: Buffer, what: string): T {
  try {
    return schema.parse(parseJson(bytes.toString("utf8")));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    throw new Refusal(`${what}: ${issue ? `${issue.path.join(".")}: ${issue.message}` : (error as Error).message}`);
  }
}
