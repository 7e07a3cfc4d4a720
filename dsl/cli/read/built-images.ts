import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { layerImages } from "../../graph/closure.js";
import { definitionOf, type Graph } from "../../graph/graph.js";
import { type Platform, platformFolder } from "../../model/platform.js";
import type { Files, ImageFile } from "../../prove/files.js";
import { readMembers, type Read } from "../../prove/tar.js";
import { plainMessage } from "../../report/system-error.js";
import { openLayout, type Layer } from "../../trust/layout.js";
import { rangeReader } from "./read-range.js";

/** A built image: what its own layer adds to those below, or why it cannot be read. */
export type BuiltImage =
  | { readonly digest: string; readonly layers: readonly Layer[]; readonly own: Files }
  | { readonly refused: string };

/** The images of a tree as they lie in its output directory. Each is read once, and each layer is hashed once. */
export class BuiltImages {
  readonly #images = new Map<string, BuiltImage>();
  readonly #hashed = new Set<string>();
  readonly #open: number[] = [];

  /** @param out the directory that holds `<os-arch>/<image>/`. */
  constructor(
    readonly out: string,
    readonly graph: Graph,
  ) {}

  /** Reads an image and, before it, the images whose layers lie below its own. */
  async read(name: string, platform: Platform): Promise<BuiltImage> {
    const id = `${name}@${platform}`;
    const known = this.#images.get(id);
    if (known !== undefined) return known;
    const image = await this.#readNew(name, platform);
    this.#images.set(id, image);
    return image;
  }

  /** What an image adds; it has been read before. */
  files(name: string, platform: Platform): Files {
    return this.#known(name, platform).own;
  }

  /** The manifest digest of an image that has been read before, as 64 hexadecimal digits. */
  digest(name: string, platform: Platform): string {
    return this.#known(name, platform).digest;
  }

  #known(name: string, platform: Platform): Exclude<BuiltImage, { refused: string }> {
    const image = this.#images.get(`${name}@${platform}`);
    if (image === undefined || "refused" in image) throw new Error(`${name} was not read`);
    return image;
  }

  /** Images that were read and could be. */
  readable(platform: Platform): string[] {
    return [...this.#images]
      .filter(([id, image]) => id.endsWith(`@${platform}`) && "own" in image)
      .map(([id]) => id.slice(0, id.indexOf("@")));
  }

  async #readNew(name: string, platform: Platform): Promise<BuiltImage> {
    const lower = new Set<string>();
    for (const below of layerImages(this.graph, definitionOf(this.graph, name))) {
      const image = await this.read(below, platform);
      if ("refused" in image) return { refused: `${below}: ${image.refused}` };
      for (const { digest } of image.layers) lower.add(digest);
    }
    const layout = await openLayout(this.out, `${platformFolder(platform)}/${name}`, platform, this.#hashed);
    if ("refused" in layout) return layout;
    const digests = new Set(layout.layers.map(({ digest }) => digest));
    if ([...lower].some((digest) => !digests.has(digest)))
      return { refused: "an image whose layers it has was built again since" };
    try {
      return {
        ...layout,
        own: this.#ownFiles(
          name,
          layout.layers.filter(({ digest }) => !lower.has(digest)),
        ),
      };
    } catch (error) {
      return { refused: `its layers cannot be read: ${plainMessage(error as Error)}` };
    }
  }

  #ownFiles(name: string, layers: readonly Layer[]): Files {
    const files = new Map<string, ImageFile>();
    for (const layer of layers) {
      const read = this.#reader(layer);
      for (const { offset, ...member } of readMembers(read, layer.size))
        files.set(member.path, { ...member, image: name, read: () => read(offset, member.size) });
    }
    return files;
  }

  #reader({ path }: Layer): Read {
    const descriptor = openSync(join(this.out, path), "r");
    this.#open.push(descriptor);
    return rangeReader(descriptor, path);
  }

  /** Closes the layers; no file can be read any more. */
  close(): void {
    for (const descriptor of this.#open.splice(0)) closeSync(descriptor);
  }
}
