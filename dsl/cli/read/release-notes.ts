import type { GraphFile } from "../../graph/file.js";
import { platformFolder } from "../../model/platform.js";
import { compareTrees, type Noted, renderNotes } from "../../notes/notes.js";
import { parseDigests } from "../../trust/digests.js";
import { commitFormat, parseHistory } from "../../site/history.js";
import { committedSnapshot } from "./changes.js";
import { changeLog, openRevision, revisionOfRelease } from "./git.js";
import { entrypointOf, providedBy } from "./image-use.js";
import { sayJson } from "../terminal/trust-output.js";

/**
 * `defs release notes`: what lies between two releases, by their numbers, or between two revisions. Evaluates no definition.
 * @returns the exit code. @throws Error for what git does not know.
 */
export async function releaseNotes(root: string, from: string, to: string, asJson: boolean): Promise<number> {
  const [before, after] = await Promise.all([from, to].map((name) => revisionOfRelease(root, name)));
  const entrypoints = await entrypointsThatMayDiffer(root, [before!, after!]);
  const [old, now] = await Promise.all(
    [before!, after!].map((revision, index) => notedTree(root, revision, entrypoints[index]!)),
  );
  const log = (await changeLog(root, commitFormat, `${before!}..${after!}`)) ?? "";
  const reasons = new Map(
    [...parseHistory(log)].map(([name, changes]) => [name, changes.map(({ subject }) => subject).reverse()]),
  );
  const notes = compareTrees(old!, now!, reasons);
  if (asJson) sayJson(notes);
  else
    process.stdout.write(
      renderNotes(/^\d+$/.test(to) ? `Release ${to}, since ${from}` : `${to}, since ${from}`, notes),
    );
  return 0;
}

/** Entrypoints by image in both revisions, of the images whose first key is another text. */
async function entrypointsThatMayDiffer(root: string, names: readonly string[]): Promise<Map<string, string>[]> {
  const revisions = await Promise.all(names.map((name) => openRevision(root, name)));
  const objects = await Promise.all(revisions.map((revision) => revision.listObjects("generated")));
  return await Promise.all(
    revisions.map(async (revision, index) => {
      const found = new Map<string, string>();
      for (const [path, object] of objects[index]!) {
        const [, stage, image] = /^generated\/([a-z]+)\/([^/]+)\/linux-[a-z0-9]+\.key$/.exec(path) ?? [];
        if (image === undefined || objects[1 - index]!.get(path) === object) continue;
        const entrypoint = entrypointOf(await revision.readText(path));
        if (entrypoint !== undefined) found.set(`${stage!}-${image}`, entrypoint);
      }
      return found;
    }),
  );
}

async function notedTree(
  root: string,
  name: string,
  entrypoints: ReadonlyMap<string, string>,
): Promise<Map<string, Noted>> {
  const { graph } = await committedSnapshot(root, name);
  const digests = await digestsIn(root, name);
  const provides = providedBy(await (await openRevision(root, name)).readText("generated/graph.json"));
  return new Map(
    [...(graph as GraphFile).values()].map((entry) => [
      entry.name,
      {
        version: entry.version,
        provides: provides.get(entry.name) ?? [],
        entrypoint: entrypoints.get(entry.name),
        sources: entry.sources.map(({ sha256 }) => sha256).sort(),
        digests: new Map(
          entry.platforms.flatMap((platform): [string, string][] => {
            const digest = digests.get(`${platformFolder(platform)} ${entry.name}`);
            return digest === undefined ? [] : [[platform, digest]];
          }),
        ),
      },
    ]),
  );
}

/** By `<os-arch> <image>`; a tree without digests has none. */
async function digestsIn(root: string, name: string): Promise<Map<string, string>> {
  const revision = await openRevision(root, name);
  const found = new Map<string, string>();
  for (const file of (await revision.listObjects("digests")).keys()) {
    const [, platform] = /^digests\/([^/]+)\/[a-z]+\.txt$/.exec(file) ?? [];
    if (platform === undefined) continue;
    const { digests } = parseDigests(await revision.readText(file), file, () => true);
    for (const [image, digest] of digests) found.set(`${platform} ${image}`, digest);
  }
  return found;
}
