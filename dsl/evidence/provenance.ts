import type { Tree } from "../emit/tree.js";
import { definitionOf } from "../graph/graph.js";
import { keyFile } from "../graph/paths.js";
import type { Platform } from "../model/platform.js";
import { sourceName } from "../sources/source.js";
import { compareText } from "../report/diagnostic.js";
import { addressOf } from "./address.js";
import { type ImageLine, withPlatform } from "../graph/image-list.js";
import { type Chain, chainLines, keyTexts, within } from "./chain.js";
import type { Committed } from "./committed.js";
import type { Facts } from "./inventory.js";
import { imagePurl } from "./names.js";

/** How images are built here, as docs/attestations.md describes it (SLSA 1.0, "buildType"). */
export const buildType = "https://stagex.invalid/build/v1";
/** The builder of a statement that nobody has made his own yet. */
export const unnamedBuilder = "https://stagex.invalid/builder/unnamed";
export const statementType = "https://in-toto.io/Statement/v1";
export const predicateType = "https://slsa.dev/provenance/v1";

/** Something that a build read, by its bytes (in-toto attestation framework, "ResourceDescriptor"). */
export interface Resource {
  readonly name: string;
  readonly uri?: string | undefined;
  readonly digest: { readonly sha256: string };
}

/** An in-toto statement of version 1 with SLSA provenance of version 1. */
export interface Statement {
  readonly _type: typeof statementType;
  readonly subject: readonly Resource[];
  readonly predicateType: typeof predicateType;
  readonly predicate: {
    readonly buildDefinition: {
      readonly buildType: string;
      readonly externalParameters: Readonly<Record<string, string>>;
      readonly internalParameters: Readonly<Record<string, string>>;
      readonly resolvedDependencies: readonly Resource[];
    };
    readonly runDetails: { readonly builder: { readonly id: string } };
  };
}

/** What a statement is made from. */
export interface BuildFacts extends Facts {
  readonly tree: Tree;
}

/**
 * How an image came to be: its digest, its inputs, and everything that its build read, each by digest.
 * @param builder a URI for whoever answers for the build.
 * @param committed what is written down for the image: the caller knows that there is something.
 */
export function provenanceOf(
  facts: BuildFacts,
  image: string,
  platform: Platform,
  committed: Committed,
  builder: string,
): Statement {
  return {
    _type: statementType,
    subject: [{ name: image, digest: digestOf(committed.digest) }],
    predicateType,
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: { image, platform },
        internalParameters: { [committed.by]: committed.inputs },
        resolvedDependencies: dependencies(facts, `${image}@${platform}`, committed),
      },
      runDetails: { builder: { id: builder } },
    },
  };
}

function dependencies(facts: BuildFacts, id: string, committed: Committed): Resource[] {
  const chain = chainLines(facts.tree);
  const found = committed.by === "key" ? ofKey(facts, chain, id) : ofRecipe(facts, chain, id, committed);
  const sorted = found.sort((a, b) => compareText(a.name, b.name) || compareText(a.digest.sha256, b.digest.sha256));
  return [...new Map(sorted.map((each) => [`${each.name} ${each.digest.sha256}`, each])).values()];
}

/** Files, sources and images that the build key names (docs/build-key.md). */
function ofKey(facts: BuildFacts, chain: Chain, id: string): Resource[] {
  const line = chain.get(id)!;
  const needs = keyTexts(facts.tree, line).flatMap((text) => {
    const need = /^(?:layers|context) (\S+)$/.exec(text)?.[1];
    return need === undefined ? [] : [withPlatform(need, line.platform)];
  });
  const images = needs.map((need): Resource => {
    const [name, platform] = need.split("@") as [string, string];
    const { digest } = facts.committed.get(need)!;
    return { name: need, uri: imagePurl(name, digest, platform), digest: digestOf(digest) };
  });
  return [...images, ...ofImage(facts, line)];
}

/** All that a recipe is made of, down to the images that host seeds stand in for, with the locked lists of these seeds. */
function ofRecipe(facts: BuildFacts, chain: Chain, id: string, { witnesses }: Committed): Resource[] {
  const seeds = witnesses.split(", ");
  return within(chain, id).flatMap((line) =>
    line.standIns.length > 0 ? seeds.flatMap((seed) => lockedLists(facts, line, seed)) : ofImage(facts, line),
  );
}

function lockedLists({ tree }: BuildFacts, { folder, platform }: ImageLine, seed: string): Resource[] {
  const key = tree.get(keyFile(folder, platform, seed)) ?? "";
  return filesIn(key.split("\n"));
}

/** `file` and `lock` lines of a key. */
function filesIn(texts: readonly string[]): Resource[] {
  return texts.flatMap((text) => {
    const [, sha256, name] = /^(?:file|lock) ([0-9a-f]{64}) (\S+)$/.exec(text) ?? [];
    return name === undefined ? [] : [{ name, digest: { sha256: sha256! } }];
  });
}

function ofImage({ graph, tree }: BuildFacts, line: ImageLine): Resource[] {
  const { sources } = definitionOf(graph, line.id.split("@")[0]!);
  const fetched = sources.map((source): Resource => {
    const uri = addressOf(source);
    return { name: sourceName(source), ...(uri === undefined ? {} : { uri }), digest: { sha256: source.sha256 } };
  });
  return [...fetched, ...filesIn(keyTexts(tree, line))];
}

function digestOf(digest: string): Resource["digest"] {
  return { sha256: digest.replace("sha256:", "") };
}
