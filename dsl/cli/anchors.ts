import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "../emit/tree.js";
import { readText } from "../load/files.js";

/** An image whose digest is good without the images that it was made with: several host seeds gave it (docs/bootstrap.md). */
export interface Anchor {
  readonly image: string;
  /** `sha256:` and 64 digits. */
  readonly digest: string;
  /** Names of the host seeds, as digests/provenance.txt has them. */
  readonly seeds: string;
  /** What the seeds stood in for and nobody has built: no digest of it is written down. */
  readonly unbuilt: readonly string[];
}

interface Line {
  readonly id: string;
  readonly platform: string;
  readonly folder: string;
  readonly needs: readonly string[];
  readonly standsFor: boolean;
}

/**
 * The anchored images that an image stands on, or itself; nothing where all below them was built.
 * @param root the tree, for its digests/. @param tree the generated text, of the present inputs.
 */
export function anchorsOf(root: string, tree: Tree, image: string): Anchor[] {
  const lines = readLines(tree);
  const written = readProvenance(root);
  const found: Anchor[] = [];
  const seen = new Set([...lines.keys()].filter((id) => id.startsWith(`${image}@`)));
  for (const id of seen) {
    const [digest, how, recipe, ...seeds] = written.get(id) ?? [];
    if (how !== "recipe" || recipe !== recipeOf(tree, lines, id)) {
      for (const need of lines.get(id)!.needs) seen.add(need);
      continue;
    }
    const unbuilt = standInsBelow(lines, id)
      .filter((below) => !written.has(below))
      .map(nameOf);
    found.push({ image: nameOf(id), digest: digest!, seeds: seeds.join(" "), unbuilt });
  }
  return found.filter(({ unbuilt }) => unbuilt.length > 0);
}

function nameOf(id: string): string {
  return id.split("@")[0]!;
}

/** generated/images.txt by NAME@PLATFORM, in build order. */
function readLines(tree: Tree): Map<string, Line> {
  const lines = tree
    .get("generated/images.txt")!
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [name, platform, folder, , needs, standIns] = line.split(" ");
      const withPlatform = (need: string) => (need.includes("@") ? need : `${need}@${platform!}`);
      const id = `${name!}@${platform!}`;
      return [
        id,
        {
          id,
          platform: platform!,
          folder: folder!,
          needs: needs === "-" ? [] : needs!.split(",").map(withPlatform),
          standsFor: standIns !== undefined,
        },
      ];
    }),
  );
}

/** digests/provenance.txt: what follows NAME@PLATFORM, in words. */
function readProvenance(root: string): Map<string, string[]> {
  const file = join(root, "digests/provenance.txt");
  const text = existsSync(file) ? readText(file) : "";
  return new Map(
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split(" "))
      .map(([id, ...words]) => [id!, words]),
  );
}

/** What an image is made of, down to what host seeds stand in for, by NAME@PLATFORM in byte order. */
function within(lines: ReadonlyMap<string, Line>, id: string): Line[] {
  const found = new Set([id]);
  for (const each of found) if (!lines.get(each)!.standsFor) for (const need of lines.get(each)!.needs) found.add(need);
  return [...found].sort().map((name) => lines.get(name)!);
}

function standInsBelow(lines: ReadonlyMap<string, Line>, id: string): string[] {
  return within(lines, id)
    .filter(({ standsFor }) => standsFor)
    .map((line) => line.id);
}

/** The recipe as scripts/lib/key.awk writes it (docs/build-key.md), as `sha256:` and 64 digits. */
function recipeOf(tree: Tree, lines: ReadonlyMap<string, Line>, id: string): string {
  const texts = within(lines, id)
    .filter(({ standsFor }) => !standsFor)
    .map((line) => {
      const key = tree.get(`generated/${line.folder}/${line.platform.replace("/", "-")}.key`)!;
      return `image ${line.id}\n${key
        .split("\n")
        .filter((text) => text !== "" && !text.startsWith("#"))
        .join("\n")}\n`;
    });
  return `sha256:${createHash("sha256").update(texts.join("")).digest("hex")}`;
}
