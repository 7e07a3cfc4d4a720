import type { Tree } from "../emit/tree.js";
import { type Chain, chainLines, hashOf, keyTexts, needOf, recipeOf } from "./chain.js";

/** The digest of an image that was built from the present inputs, with how that is known. */
export interface Committed {
  /** `sha256:` and 64 digits: the manifest's. */
  readonly digest: string;
  /** `key`: builds here gave it for this build key. `recipe`: chains on several host seeds gave it for this recipe. */
  readonly by: "key" | "recipe";
  /** SHA-256 of the key text, or of the recipe, as `sha256:` and 64 digits. */
  readonly inputs: string;
  /** Who agreed: engines, or host seeds, as digests/provenance.txt has them. */
  readonly witnesses: string;
}

/** What is written down in digests/. */
export interface Written {
  /** Digests by NAME@PLATFORM, `sha256:` and 64 digits. */
  readonly digests: ReadonlyMap<string, string>;
  /** How they came about: what digests/provenance.txt says of each, in words. */
  readonly provenance: ReadonlyMap<string, readonly string[]>;
}

/**
 * The digests that belong to the present inputs, by NAME@PLATFORM. A digest of other inputs is left out: it would speak of an image that
 * the definitions no longer describe.
 */
export function committedDigests(
  tree: Tree,
  written: Written,
  chain: Chain = chainLines(tree),
): Map<string, Committed> {
  const found = new Map<string, Committed>();
  for (const id of chain.keys()) {
    const [digest, ...how] = written.provenance.get(id) ?? [];
    if (digest === undefined || digest !== written.digests.get(id)) continue;
    const committed = judge(tree, chain, found, id, digest, how);
    if (committed !== undefined) found.set(id, committed);
  }
  return found;
}

function judge(
  tree: Tree,
  chain: Chain,
  found: ReadonlyMap<string, Committed>,
  id: string,
  digest: string,
  how: readonly string[],
): Committed | undefined {
  if (how[0] === "recipe") {
    const [, recipe, ...seeds] = how;
    const present = recipe === recipeOf(tree, chain, id);
    return present ? { digest, by: "recipe", inputs: recipe!, witnesses: seeds.join(" ") } : undefined;
  }
  const text = keyTextOf(tree, chain, found, id);
  if (text === undefined || how[0] !== hashOf(text)) return undefined;
  return { digest, by: "key", inputs: how[0], witnesses: how.slice(1).join(" ") };
}

/** The whole text of an image's build key (docs/build-key.md), or undefined while the digest of something in it is not known. */
export function keyTextOf(
  tree: Tree,
  chain: Chain,
  found: ReadonlyMap<string, Pick<Committed, "digest">>,
  id: string,
): string | undefined {
  const line = chain.get(id)!;
  let text = "";
  for (const each of keyTexts(tree, line)) {
    const need = needOf(each, line);
    const digest = need === undefined ? undefined : found.get(need)?.digest;
    if (need !== undefined && digest === undefined) return undefined;
    text += need === undefined ? `${each}\n` : `${each} ${digest!}\n`;
  }
  return text;
}
