import type { Tree } from "../emit/tree.js";
import { keyFile } from "../graph/paths.js";
import type { ImageLine } from "../graph/image-list.js";
import type { Chain } from "./chain.js";
import { chainLines, keyTexts, within } from "./chain.js";

/** The verifier, by path in the repository: what somebody needs who has nothing else of it. */
export const verifierFiles: readonly string[] = [
  ...["verify-bundle", "verify-log", "verify-signatures"],
  ...["bundle-chain.awk", "clean.sh", "help.sh", "json.awk", "key-file.awk", "key-text.awk", "key.awk", "key.sh"].map(
    inLib,
  ),
  ...["not-on-seed.awk", "recipe-text.awk", "recipe.sh"].map(inLib),
  ...["graph", "judge", "keys", "list", "message", "policy"].map((name) => inLib(`trust-${name}.awk`)),
].map((path) => `scripts/${path}`);

function inLib(name: string): string {
  return `lib/${name}`;
}

/** What of a tree tells how an image came to be, by path. */
export interface Origin {
  /** Generated texts. */
  readonly texts: ReadonlyMap<string, string>;
  /** Other files of the tree that build keys name. */
  readonly files: readonly string[];
}

/**
 * The Containerfile, key and list of sources of an image and of everything that it is made of, down to what host seeds stand in for, with each
 * file that their keys name.
 * @param tree the generated text.
 * @param id NAME@PLATFORM, an image of the tree.
 */
export function originOf(tree: Tree, id: string, chain: Chain = chainLines(tree)): Origin {
  const texts = new Map(["generated/images.txt", "generated/graph.json"].map((path) => [path, tree.get(path)!]));
  const files = new Set<string>();
  for (const line of within(chain, id)) {
    for (const path of [
      keyFile(line.folder, line.platform),
      `generated/${line.folder}/sources.txt`,
      ...filesOf(tree, line),
    ]) {
      const text = tree.get(path);
      if (text !== undefined) texts.set(path, text);
      else if (path.endsWith("/sources.txt")) continue;
      else files.add(path);
    }
  }
  return { texts, files: [...files].sort() };
}

/** The files that a key names (docs/build-key.md). */
function filesOf(tree: Tree, line: ImageLine): string[] {
  return keyTexts(tree, line).flatMap((text) => /^(?:file|lock) [0-9a-f]+ (\S+)$/.exec(text)?.[1] ?? []);
}
