import { platformFolder } from "../../model/platform.js";
import { compareTrees, type Noted, renderNotes } from "../../notes/notes.js";
import { parseDigests } from "../../trust/digests.js";
import { commitFormat, parseHistory } from "../../site/history.js";
import { committedSnapshot, movedEntrypoints, type Snapshot } from "./changes.js";
import { changeLog, openRevision, revisionOfRelease } from "./git.js";
import { sayJson } from "../terminal/trust-output.js";

/**
 * `defs release notes`: what lies between two releases, by their numbers, or between two revisions. Evaluates no definition.
 * @returns the exit code. @throws Error for what git does not know.
 */
export async function releaseNotes(root: string, from: string, to: string, asJson: boolean): Promise<number> {
  const [before, after] = await Promise.all([from, to].map((name) => revisionOfRelease(root, name)));
  const [then, today] = await Promise.all([before!, after!].map((name) => committedSnapshot(root, name)));
  const moved = await movedEntrypoints(then!, today!);
  const [old, now] = await Promise.all([
    notedTree(root, before!, then!, new Map(moved.map(({ image, from }) => [image, from]))),
    notedTree(root, after!, today!, new Map(moved.map(({ image, to }) => [image, to]))),
  ]);
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

/** @param entrypoints of the images that start another program in the other tree. */
async function notedTree(
  root: string,
  name: string,
  { graph }: Snapshot,
  entrypoints: ReadonlyMap<string, string>,
): Promise<Map<string, Noted>> {
  const digests = await digestsIn(root, name);
  return new Map(
    [...graph.values()].map((entry) => [
      entry.name,
      {
        version: entry.version,
        provides: entry.provides,
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
