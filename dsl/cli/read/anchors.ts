import type { Tree } from "../../emit/tree.js";
import { type Chain, chainLines, recipeOf, within } from "../../evidence/chain.js";
import { readProvenance } from "./provenance.js";

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

/**
 * The anchored images that an image stands on, or itself; nothing where all below them was built.
 * @param root the tree, for its digests/. @param tree the generated text, of the present inputs.
 */
export function anchorsOf(root: string, tree: Tree, image: string): Anchor[] {
  const lines = chainLines(tree);
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

function standInsBelow(lines: Chain, id: string): string[] {
  return within(lines, id)
    .filter(({ standIns }) => standIns.length > 0)
    .map((line) => line.id);
}
