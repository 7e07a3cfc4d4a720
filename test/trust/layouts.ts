import { sha } from "./tree.js";
import { put } from "./gpg.js";

type Json = Record<string, unknown>;

/** Parts of a layout that a test may change before they are hashed and linked. */
export interface LayoutChange {
  readonly layers?: readonly string[];
  readonly config?: (config: Json) => void;
  readonly manifest?: (manifest: Json) => void;
  readonly index?: (index: Json) => void;
}

/** Writes an OCI image layout for linux/amd64 into a directory of a tree; returns the manifest digest. */
export function makeLayout(root: string, directory: string, change: LayoutChange = {}): string {
  const layers = change.layers ?? ["layer one", "layer two"];
  const blob = (mediaType: string, text: string): Json => {
    put(root, `${directory}/blobs/sha256/${sha(text)}`, text);
    return { mediaType: `application/vnd.oci.image.${mediaType}`, digest: `sha256:${sha(text)}`, size: text.length };
  };
  const layerBlobs = layers.map((text) => blob("layer.v1.tar", text));
  const config: Json = {
    architecture: "amd64",
    os: "linux",
    config: {},
    rootfs: { type: "layers", diff_ids: layerBlobs.map((layer) => layer["digest"]) },
  };
  change.config?.(config);
  const manifest: Json = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: blob("config.v1+json", JSON.stringify(config)),
    layers: layerBlobs,
  };
  change.manifest?.(manifest);
  const entry = {
    ...blob("manifest.v1+json", JSON.stringify(manifest)),
    platform: { architecture: "amd64", os: "linux" },
  };
  const index: Json = { schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: [entry] };
  change.index?.(index);
  put(root, `${directory}/oci-layout`, '{"imageLayoutVersion":"1.0.0"}');
  put(root, `${directory}/index.json`, JSON.stringify(index));
  return sha(JSON.stringify(manifest));
}
