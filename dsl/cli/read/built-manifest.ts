import { existsSync } from "node:fs";
import { join } from "node:path";
import { readText } from "../../load/files.js";

/** A manifest of a built image, as far as it is read without being proved (OCI image specification, "Image Manifest"). */
export interface BuiltManifest {
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

/**
 * The manifest of an image as it lies in a layout; undefined where there is none, or another image than the one of that digest. Blobs are
 * not hashed: `defs verify --layouts` does that.
 * @param digest 64 hexadecimal digits @throws Error for a layout that is damaged
 */
export function builtManifest(layout: string, digest: string): BuiltManifest | undefined {
  const index = join(layout, "index.json");
  if (!existsSync(index)) return undefined;
  const { manifests } = JSON.parse(readText(index)) as { manifests?: { digest?: string }[] };
  if (manifests?.[0]?.digest !== `sha256:${digest}`) return undefined;
  const { layers } = JSON.parse(readText(join(layout, "blobs/sha256", digest))) as Partial<BuiltManifest>;
  if (!Array.isArray(layers)) throw new Error("its manifest has no layers");
  return { layers };
}
