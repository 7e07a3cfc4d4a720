import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { readText } from "../../load/files.js";
import { imageFolder, keyFile } from "../../graph/paths.js";
import { platformFolder } from "../../model/platform.js";
import { usesThatMoved } from "../../notes/notes.js";
import type { Pin } from "../../pins/judge.js";
import { type Member, readMembers } from "../../prove/tar.js";
import { plainMessage } from "../../report/system-error.js";
import { builtManifest } from "./built-manifest.js";
import { openRevision } from "./git.js";
import { entrypointOf, providedBy } from "./image-use.js";
import { readRange } from "./read-range.js";

/** What changes on the way from a pin to the newest image. */
export interface Moves {
  /** Another entrypoint, commands that are gone, and copied paths that the newest image does not have. */
  readonly moves: readonly string[];
  /** Copied paths of which nothing is known, because the newest image does not lie in the output directory. */
  readonly unchecked: readonly string[];
}

/** Finds what changes: the first two from the commit that wrote the pinned digest down, paths from the image itself. Git is asked once for a pin. */
export function movesReader(root: string, out: string, platform: string): (pin: Pin) => Promise<Moves> {
  const asked = new Map<string, Promise<string[]>>();
  return (pin) =>
    movesOf(out, platform, pin, (image, commit) => {
      const key = `${image} ${commit}`;
      const answer = asked.get(key) ?? sinceCommit(root, platform, image, commit);
      asked.set(key, answer);
      return answer;
    });
}

async function movesOf(
  out: string,
  platform: string,
  pin: Pin,
  since: (image: string, commit: string) => Promise<string[]>,
): Promise<Moves> {
  if (pin.today === undefined || pin.newest === undefined) return { moves: [], unchecked: [] };
  const directory = platformFolder(platform);
  const before = pin.commit === undefined || pin.status === "current" ? [] : await since(pin.today, pin.commit);
  const missing = missingIn(join(out, directory, pin.today), pin);
  return missing === undefined
    ? { moves: before, unchecked: pin.reference.paths }
    : { moves: [...before, ...missing], unchecked: [] };
}

async function sinceCommit(root: string, platform: string, image: string, commit: string): Promise<string[]> {
  const stage = image.slice(0, image.indexOf("-"));
  const key = keyFile(imageFolder({ stage, name: image }), platform);
  const revision = await openRevision(root, commit);
  const texts = await Promise.all([key, "generated/graph.json"].map((file) => revision.readText(file).catch(() => "")));
  const [then, now] = [texts[0]!, present(root, key)].map(entrypointOf);
  const [had, has] = [texts[1]!, present(root, "generated/graph.json")].map(
    (graph) => providedBy(graph).get(image) ?? [],
  );
  // A revision without the image's key tells nothing of its entrypoint.
  const before = { provides: had!, entrypoint: texts[0] === "" ? now : then };
  return usesThatMoved(before, { provides: has!, entrypoint: now });
}

function present(root: string, file: string): string {
  return existsSync(join(root, file)) ? readText(join(root, file)) : "";
}

/** @throws Error, with the place, for an image that is damaged. */
function missingIn(layout: string, pin: Pin): string[] | undefined {
  try {
    return missingPaths(layout, pin);
  } catch (error) {
    throw new Error(`${layout} cannot be read: ${plainMessage(error as Error)}; \`make verify\` tells more`);
  }
}

/** Only the image with the newest digest can tell: undefined where another one lies, or none. */
function missingPaths(layout: string, { reference, newest }: Pin): string[] | undefined {
  if (reference.paths.length === 0) return [];
  const manifest = newest?.digest === undefined ? undefined : builtManifest(layout, newest.digest);
  if (manifest === undefined) return undefined;
  const members = new Map(
    manifest.layers
      .flatMap(({ digest, size }) =>
        readRange(join(layout, "blobs/sha256", digest.slice(7)), (read) => readMembers(read, size)),
      )
      .map((member) => [member.path, member]),
  );
  return reference.paths
    .map((path) => path.replace(/\/+$/, ""))
    .filter((path) => !members.has(withoutLinks(path, members)))
    .map((path) => {
      const same = [...members.keys()].find((member) => posix.basename(member) === posix.basename(path));
      return `has no ${path}${same === undefined ? "" : `; there is ${same}`}`;
    });
}

/** The path that a path leads to through symbolic links of the image, such as /lib. */
function withoutLinks(path: string, members: ReadonlyMap<string, Member>): string {
  let whole = "/";
  for (const part of path.split("/").filter(Boolean)) {
    whole = posix.join(whole, part);
    for (let steps = 0; members.get(whole)?.kind === "symlink" && steps < 40; steps++)
      whole = posix.resolve(posix.dirname(whole), members.get(whole)!.target);
  }
  return whole;
}
