import { type ImageLine, readImageList, withPlatform } from "../graph/image-list.js";
import { keyFile } from "../graph/paths.js";
import { createHash } from "node:crypto";
import type { Tree } from "../emit/tree.js";

/** All images by NAME@PLATFORM, in build order. */
export type Chain = ReadonlyMap<string, ImageLine>;

/** Reads generated/images.txt. @param tree the generated text, of the present inputs. */
export function chainLines(tree: Tree): Map<string, ImageLine> {
  return new Map(readImageList(tree.get("generated/images.txt")!).map((line) => [line.id, line]));
}

/** What an image is made of, down to what host seeds stand in for, by NAME@PLATFORM in byte order. */
export function within(chain: Chain, id: string): ImageLine[] {
  const found = new Set([id]);
  for (const each of found)
    if (chain.get(each)!.standIns.length === 0) for (const need of chain.get(each)!.needs) found.add(need);
  return [...found].sort().map((name) => chain.get(name)!);
}

/** The lines of an image's static build key, without comments (docs/build-key.md). */
export function keyTexts(tree: Tree, { folder, platform }: ImageLine): string[] {
  const key = tree.get(keyFile(folder, platform))!;
  return key.split("\n").filter((text) => text !== "" && !text.startsWith("#"));
}

/** The image, as NAME@PLATFORM, whose digest belongs to the end of a line of a key; undefined where the line stands for itself. */
export function needOf(text: string, { platform }: ImageLine): string | undefined {
  const need = /^(?:layers|context) (\S+)$/.exec(text)?.[1];
  return need === undefined ? undefined : withPlatform(need, platform);
}

/** The recipe as scripts/lib/key.awk writes it (docs/build-key.md, section "Recipes"), as `sha256:` and 64 digits. */
export function recipeOf(tree: Tree, chain: Chain, id: string): string {
  const texts = within(chain, id)
    .filter(({ standIns }) => standIns.length === 0)
    .map((line) => `image ${line.id}\n${keyTexts(tree, line).join("\n")}\n`);
  return hashOf(texts.join(""));
}

/** `sha256:` and 64 lower-case hexadecimal digits. */
export function hashOf(bytes: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
