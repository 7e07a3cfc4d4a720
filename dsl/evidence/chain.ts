import { keyFile } from "../graph/paths.js";
import { createHash } from "node:crypto";
import type { Tree } from "../emit/tree.js";

/** One line of generated/images.txt: an image on one platform, and what it is made from. */
export interface ChainLine {
  /** NAME@PLATFORM. */
  readonly id: string;
  readonly platform: string;
  /** Its folder below generated/. */
  readonly folder: string;
  /** What its build needs, as NAME@PLATFORM. */
  readonly needs: readonly string[];
  /** Whether host seeds may stand in for it. */
  readonly standsFor: boolean;
}

/** All images by NAME@PLATFORM, in build order. */
export type Chain = ReadonlyMap<string, ChainLine>;

/** Reads generated/images.txt. @param tree the generated text, of the present inputs. */
export function chainLines(tree: Tree): Map<string, ChainLine> {
  const lines = tree.get("generated/images.txt")!.split("\n");
  return new Map(
    lines
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const [name, platform, folder, , needs, standIns] = line.split(" ");
        const id = `${name!}@${platform!}`;
        const named = needs === "-" ? [] : needs!.split(",").map((need) => withPlatform(need, platform!));
        return [id, { id, platform: platform!, folder: folder!, needs: named, standsFor: standIns !== undefined }];
      }),
  );
}

/** A need as NAME@PLATFORM: lists name the platform only where it is not the image's own. */
export function withPlatform(need: string, platform: string): string {
  return need.includes("@") ? need : `${need}@${platform}`;
}

/** What an image is made of, down to what host seeds stand in for, by NAME@PLATFORM in byte order. */
export function within(chain: Chain, id: string): ChainLine[] {
  const found = new Set([id]);
  for (const each of found) if (!chain.get(each)!.standsFor) for (const need of chain.get(each)!.needs) found.add(need);
  return [...found].sort().map((name) => chain.get(name)!);
}

/** The lines of an image's static build key, without comments (docs/build-key.md). */
export function keyTexts(tree: Tree, { folder, platform }: ChainLine): string[] {
  const key = tree.get(keyFile(folder, platform))!;
  return key.split("\n").filter((text) => text !== "" && !text.startsWith("#"));
}

/** The image, as NAME@PLATFORM, whose digest belongs to the end of a line of a key; undefined where the line stands for itself. */
export function needOf(text: string, { platform }: ChainLine): string | undefined {
  const need = /^(?:layers|context) (\S+)$/.exec(text)?.[1];
  return need === undefined ? undefined : withPlatform(need, platform);
}

/** The recipe as scripts/lib/key.awk writes it (docs/build-key.md, section "Recipes"), as `sha256:` and 64 digits. */
export function recipeOf(tree: Tree, chain: Chain, id: string): string {
  const texts = within(chain, id)
    .filter(({ standsFor }) => !standsFor)
    .map((line) => `image ${line.id}\n${keyTexts(tree, line).join("\n")}\n`);
  return hashOf(texts.join(""));
}

/** `sha256:` and 64 lower-case hexadecimal digits. */
export function hashOf(bytes: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
