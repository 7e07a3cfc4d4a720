import type { Change } from "./catalogue.js";

/** First line of a generated Containerfile: `# core-zlib 1.3.2. Generated from …`. */
const titleLine = /^\+# ([a-z0-9._-]+) (\S+)\. Generated from /;
const digestLine = /^\+([0-9a-f]{64}) ([a-z0-9._-]+)$/;
const commitLine = /^\0([0-9a-f]{40}) (\S+) (.*)$/;

/** How `git log` has to write a commit for `parseHistory`: a NUL byte, then name, date and subject. */
export const commitFormat = "%x00%H %cI %s";

/**
 * When versions and digests changed, from what git writes about the lines that say them (git documentation, "git-log", --patch).
 * @param log of digests/ and generated/ without context lines, the newest commit first, in the form of `commitFormat`.
 * @returns by image, the newest first; what a commit did to one image is one change.
 */
export function parseHistory(log: string): Map<string, Change[]> {
  const found = new Map<string, Change[]>();
  let commit: Pick<Change, "commit" | "date" | "subject"> | undefined;
  for (const line of log.split("\n")) {
    const [, name, date, subject] = commitLine.exec(line) ?? [];
    if (name !== undefined) commit = { commit: name, date: utc(date!), subject: subject! };
    else if (commit !== undefined) note(found, commit, line);
  }
  return found;
}

function note(found: Map<string, Change[]>, commit: Pick<Change, "commit" | "date" | "subject">, line: string): void {
  const [, titled, version] = titleLine.exec(line) ?? [];
  const [, digest, digested] = titled === undefined ? (digestLine.exec(line) ?? []) : [];
  const image = titled ?? digested;
  if (image === undefined) return;
  const changes = found.get(image) ?? [];
  const last = changes.at(-1);
  const same = last?.commit === commit.commit ? changes.pop() : undefined;
  changes.push({ ...commit, version: version ?? same?.version, digest: digest ?? same?.digest });
  found.set(image, changes);
}

/** A generated text also changes without its title: only a version that differs from the one before is a change. */
export function withoutRepeats(changes: readonly Change[]): Change[] {
  return changes.filter((change, index) => {
    const before = changes.slice(index + 1).find(({ version }) => version !== undefined);
    return change.digest !== undefined || before === undefined || before.version !== change.version;
  });
}

function utc(date: string): string {
  return new Date(date).toISOString().replace(".000Z", "Z");
}
