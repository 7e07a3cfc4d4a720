import { runClosure } from "../graph/closure.js";
import { licenseOf } from "../graph/license.js";
import type { GraphFile } from "../graph/file.js";
import type { Graph } from "../graph/graph.js";
import { dependents, edgesOf, entryOf } from "../graph/query.js";
import { imageFolder, keyFile } from "../graph/paths.js";
import { keepsText } from "../graph/platforms.js";
import { protections } from "../model/harden.js";
import { mirrors } from "../model/mirrors.js";
import type { TaggedSource } from "../sources/kinds.js";
import { addressesOf, sourceName } from "../sources/source.js";
import type { Definition } from "../validate/definition.js";
import type { CatalogueImage, Change, Need, PlatformFacts, SourceFacts } from "./catalogue.js";
import { seed } from "./picture.js";

/** What is known of images beside their definitions. */
export interface Known {
  platform(image: string, platform: string): PlatformFacts;
  history(image: string): readonly Change[];
  /** Upstream's signer of a source by its SHA-256, where that was proved. */
  signer(sha256: string): { readonly signer: string; readonly day: string } | undefined;
  /** The tag of a version. */
  tag(version: string): string;
}

/** The images of a tree in byte order of their names, from the definitions, the generated text and what else is known. */
export function describeImages(
  graph: Graph,
  file: GraphFile,
  tree: ReadonlyMap<string, string>,
  known: Known,
): CatalogueImage[] {
  const users = usersOf(file);
  return [...graph.definitions.values()].map((definition) => ({
    ...described(graph, definition),
    sources: definition.sources.map((source) => sourceFacts(source, known)),
    ...configured(tree, definition),
    tag: definition.version === undefined ? undefined : known.tag(definition.version),
    needs: edgesOf(entryOf(file, definition.name)).map(({ to, kind }) => ({ name: to, kind })),
    users: users.get(definition.name) ?? [],
    atRunTime: runClosure(graph, definition.name).filter((name) => name !== definition.name),
    dependents: dependents(file, new Set([definition.name])).length,
    chain: chainOf(graph, definition),
    platforms: definition.platforms.map((platform) => known.platform(definition.name, platform)),
    history: known.history(definition.name),
  }));
}

function described(graph: Graph, definition: Definition) {
  const { build } = definition;
  const leftOut = build?.kind === "recipe" ? Object.entries(build.harden ?? {}) : [];
  const hardened = build?.kind === "recipe" && !keepsText(definition);
  const lacking = new Set(leftOut.map(([name]) => name));
  return {
    name: definition.name,
    stage: definition.stage,
    kind: definition.kind,
    version: definition.version,
    description: definition.description,
    license: licenseOf(graph, definition),
    website: definition.website,
    file: definition.file,
    aliases: definition.aliases,
    provides: definition.provides,
    patches: definition.patches,
    protections: hardened ? Object.keys(protections).filter((name) => !lacking.has(name)) : [],
    onStage3: definition.stage !== "bootstrap" && keepsText(definition),
    leftOut: leftOut.map(([protection, reason]) => ({ protection, reason })),
    skippedTests: build?.kind === "recipe" ? build.skipped : undefined,
    tests: definition.tests.length,
  };
}

const configLine = /^config (\{.*\})$/m;

/** Entrypoint and user as the key's whole configuration has them (image-spec 1.1, "OCI Image Configuration"). */
function configured(tree: ReadonlyMap<string, string>, definition: Definition) {
  const key = keyFile(imageFolder(definition), definition.platforms[0] ?? "");
  const [, text] = configLine.exec(tree.get(key) ?? "") ?? [];
  const config = text === undefined ? undefined : (JSON.parse(text) as { config?: Configured }).config;
  return { entrypoint: config?.Entrypoint, user: config?.User };
}

interface Configured {
  readonly Entrypoint?: readonly string[];
  readonly User?: string;
}

function sourceFacts(source: TaggedSource, known: Known): SourceFacts {
  const addresses = addressesOf(source).flatMap(fullAddresses);
  return {
    name: sourceName(source),
    sha256: source.sha256,
    size: source.size,
    addresses,
    signed: known.signer(source.sha256),
  };
}

/** `mirror://gnu/…` stands for several addresses; `mirror://debian@<moment>/…` for the archive as of then. */
function fullAddresses(url: string): string[] {
  const [, alias, moment, path] = /^mirror:\/\/([a-z]+)(?:@([^/]+))?\/(.*)$/.exec(url) ?? [];
  if (alias === undefined || !Object.hasOwn(mirrors, alias)) return [url];
  return mirrors[alias as keyof typeof mirrors].map(
    (server) => (moment === undefined ? server : server.replace(/[^/]+\/$/, `${moment}/`)) + path,
  );
}

function usersOf(file: GraphFile): Map<string, Need[]> {
  const users = new Map<string, Need[]>();
  for (const entry of file.values())
    for (const { from, to, kind } of edgesOf(entry)) users.set(to, [...(users.get(to) ?? []), { name: from, kind }]);
  return users;
}

/** The bases below an image down to what starts from nothing, the lowest first, then itself. */
function chainOf(graph: Graph, definition: Definition): string[] {
  const chain: string[] = [];
  let lowest: Definition | undefined = definition;
  for (let next: Definition | undefined = definition; next !== undefined && !chain.includes(next.name); ) {
    chain.unshift((lowest = next).name);
    const below: string | undefined =
      (next.base ?? next.members[0])?.name ?? (next.build?.kind === "cut" ? next.build.from : undefined);
    next = below === undefined ? undefined : graph.definitions.get(below);
  }
  return lowest.sources.some(({ kind }) => kind === "seed") ? [seed, ...chain] : chain;
}
