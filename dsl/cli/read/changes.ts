import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseGraphFile, type GraphFile } from "../../graph/file.js";
import { imageFolder, keyFile } from "../../graph/paths.js";
import { dependents } from "../../graph/query.js";
import { listFiles, readText } from "../../load/files.js";
import { hashFiles, openRevision } from "./git.js";
import { entrypointOf } from "./image-use.js";
import type { MovedCommand, MovedEntrypoint } from "./moved.js";

const graphFile = "generated/graph.json";

/** A generated tree at one moment: its graph, and the content of every build key. */
export interface Snapshot {
  readonly graph: GraphFile;
  /** Object name of each static key, by path. */
  readonly keys: ReadonlyMap<string, string>;
  /** The text of a static key, by its path. */
  readKey(file: string): Promise<string>;
}

/** The generated tree as a revision committed it. */
export async function committedSnapshot(root: string, name: string): Promise<Snapshot> {
  const revision = await openRevision(root, name);
  const graph = parseGraphFile(await revision.readText(graphFile), `${graphFile} of ${name}`);
  const objects = await revision.listObjects("generated");
  checkKeys(idsOf(graph), [...objects.keys()], `${graphFile} of ${name}`);
  const keys = new Map([...objects].filter(([file]) => file.endsWith(".key")));
  return { graph, keys, readKey: (file) => revision.readText(file) };
}

/** The generated tree as it lies here. */
export async function presentSnapshot(root: string): Promise<Snapshot> {
  if (!existsSync(join(root, graphFile))) throw new Error(`there is no ${graphFile} here: run \`defs compile\``);
  const graph = parseGraphFile(readText(join(root, graphFile)));
  const files = listFiles(root, "generated");
  checkKeys(idsOf(graph), files, graphFile);
  return {
    graph,
    keys: await hashFiles(
      root,
      files.filter((file) => file.endsWith(".key")),
    ),
    readKey: async (file) => readText(join(root, file)),
  };
}

function idsOf(graph: GraphFile): string[] {
  return [...graph.values()].flatMap(({ name, platforms }) => platforms.map((platform) => `${name}@${platform}`));
}

/**
 * A truncated list of images would report nothing to do for those it lacks, so each key in generated/ must belong to an image.
 * @param ids `<name>@<platform>` of each image in the list
 * @param files the paths of all files in generated/
 * @param list the name of the list, for the message
 * @throws Error that names the first key without an image
 */
export function checkKeys(ids: readonly string[], files: readonly string[], list: string): void {
  const known = new Set(ids);
  for (const file of files) {
    const [, stage, name, platform] = /^generated\/([^/]+)\/([^/]+)\/([^/.]+)\.key$/.exec(file) ?? [];
    if (platform === undefined || known.has(`${stage}-${name}@${platform.replace("-", "/")}`)) continue;
    throw new Error(`${list}: incomplete, no image for ${file}; run \`defs compile\``);
  }
}

/** What lies between two generated trees. Each list is in byte order. */
export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly updated: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  /** Images whose own key changed, or that are new: they will be built. */
  readonly rebuild: readonly string[];
  /** Images that use one of those: they are built again when its digest changes. */
  readonly may: readonly string[];
}

/** Compares two generated trees; evaluates no definition. */
export function compareSnapshots(before: Snapshot, after: Snapshot): Changes {
  const added = [...after.graph.keys()].filter((name) => !before.graph.has(name));
  const removed = [...before.graph.keys()].filter((name) => !after.graph.has(name));
  const updated = [...after.graph.values()].flatMap(({ name, version }) => {
    const earlier = before.graph.get(name);
    return earlier === undefined || earlier.version === version
      ? []
      : [{ name, from: earlier.version ?? "-", to: version ?? "-" }];
  });
  const rebuild = [...after.graph.keys()].filter((name) =>
    keysOf(after, name).some(([file, object]) => before.keys.get(file) !== object),
  );
  return { added, removed, updated, rebuild, may: dependents(after.graph, new Set(rebuild)).map(({ name }) => name) };
}

function keysOf({ graph, keys }: Snapshot, name: string): [string, string][] {
  const entry = graph.get(name)!;
  return entry.platforms
    .map((platform) => keyFile(imageFolder(entry), platform))
    .map((file) => [file, keys.get(file) ?? ""]);
}

/** Images of both trees that start another program now, by their keys: only those that changed are read. */
export async function movedEntrypoints(before: Snapshot, after: Snapshot): Promise<MovedEntrypoint[]> {
  const changed = [...after.graph.keys()].flatMap((image) =>
    keysOf(after, image)
      .filter(([file, object]) => before.keys.has(file) && before.keys.get(file) !== object)
      .slice(0, 1)
      .map(([file]) => ({ image, file })),
  );
  const read = changed.map(async ({ image, file }) => {
    const [from, to] = await Promise.all([before.readKey(file), after.readKey(file)]);
    return { image, from: entrypointOf(from) ?? "none", to: entrypointOf(to) ?? "none" };
  });
  return (await Promise.all(read)).filter(({ from, to }) => from !== to);
}

/** What people who use the images must know of, as text. */
export function renderMoves(commands: readonly MovedCommand[], entrypoints: readonly MovedEntrypoint[]): string {
  return [
    ...commands.map(
      ({ command, from, to }) => `moved     ${command}: ${from.join(", ")} -> ${to.join(", ") || "none"}\n`,
    ),
    ...entrypoints.map(({ image, from, to }) => `starts    ${image}: ${from} -> ${to}\n`),
  ].join("");
}

/** The changes as text, one image a line, for people. */
export function renderChanges(changes: Changes): string {
  const lines = [
    ...changes.added.map((name) => `added     ${name}`),
    ...changes.removed.map((name) => `removed   ${name}`),
    ...changes.updated.map(({ name, from, to }) => `updated   ${name} ${from} -> ${to}`),
    ...changes.rebuild.map((name) => `rebuilds  ${name}`),
    ...changes.may.map((name) => `may       ${name}`),
  ];
  const total = `${changes.rebuild.length} will be built, ${changes.may.length} may be built again\n`;
  return lines.map((line) => `${line}\n`).join("") + total;
}
