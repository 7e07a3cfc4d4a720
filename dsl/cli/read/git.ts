import { execa } from "execa";

/** What a revision of the repository holds, read from git's objects: nothing is checked out or run. */
export interface Revision {
  /** The text of a file of the tree, by its path from the tree's root. @throws Error when the revision has no such file. */
  readText(file: string): Promise<string>;
  /** Object names of the files below a folder of the tree, by path from the tree's root. */
  listObjects(folder: string): Promise<Map<string, string>>;
}

/** Opens a revision. @throws Error when the tree is in no repository or the revision does not exist. */
export async function openRevision(root: string, name: string): Promise<Revision> {
  const shallow = await git(
    root,
    ["rev-parse", "--is-shallow-repository"],
    `the tree at ${root} lies in no git repository`,
  );
  const commit = await git(
    root,
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`],
    unknownRevision(name, shallow.startsWith("true")),
  );
  return {
    readText: (file) =>
      git(root, ["cat-file", "blob", `${commit.trim()}:./${file}`], `the revision '${name}' has no ${file}`),
    listObjects: async (folder) =>
      parseTree(
        await git(
          root,
          ["ls-tree", "-r", "-z", commit.trim(), "--", `${folder}/`],
          `the revision '${name}' cannot be listed`,
        ),
      ),
  };
}

function unknownRevision(name: string, shallow: boolean): string {
  return `git knows no revision '${name}' here${shallow ? "; this clone is shallow: `git fetch --unshallow` brings the history" : ""}`;
}

/** Object names that git would give the present files: content, never times. */
export async function hashFiles(root: string, files: readonly string[]): Promise<Map<string, string>> {
  const { stdout } = await execa("git", ["hash-object", "--no-filters", "--stdin-paths"], {
    cwd: root,
    input: files.map((file) => `${file}\n`).join(""),
  });
  const names = stdout.split("\n");
  return new Map(files.map((file, index) => [file, names[index]!]));
}

async function git(root: string, words: readonly string[], failure: string): Promise<string> {
  const result = await execa("git", words, { cwd: root, reject: false, stripFinalNewline: false, maxBuffer: 1 << 28 });
  if (result.exitCode !== 0)
    throw new Error(gitSays(result.stderr) ? `${failure}: ${gitSays(result.stderr)}` : failure);
  return result.stdout;
}

/** What git says beyond that it has no such file or repository, which the failure says already. */
function gitSays(stderr: unknown): string {
  const text = typeof stderr === "string" ? stderr.trim() : "";
  return /^fatal: (?:path '|not a git repository|not a valid object name)/i.test(text) ? "" : text;
}

/** `<mode> <type> <object>\t<path>\0`; paths are relative to the directory that git runs in. */
function parseTree(text: string): Map<string, string> {
  return new Map(
    text
      .split("\0")
      .filter(Boolean)
      .map((entry): [string, string] => [entry.slice(entry.indexOf("\t") + 1), entry.split(/[ \t]/, 3)[2]!]),
  );
}

/**
 * What the main line's commits changed in digests/ and in the titles of generated texts, the newest first, without context lines.
 * @param format of each commit's line (git documentation, "git-log", PRETTY FORMATS).
 * @param range of revisions, as git writes it; all up to the present one by default.
 * @returns undefined where the tree lies in no repository, or in one without commits.
 */
export async function changeLog(root: string, format: string, range = "HEAD"): Promise<string | undefined> {
  const words = [
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "-p",
    "-U0",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
  ];
  const kinds = [
    "-G",
    "^(# [a-z0-9._-]+ .*Generated from|[0-9a-f]{64} )",
    `--format=${format}`,
    "--relative",
    "--end-of-options",
    range,
  ];
  const places = ["--", "digests/linux-*", "generated/**/Containerfile"].map((place) =>
    place === "--" ? place : `:(glob)${place}${place.startsWith("digests") ? "/**" : ""}`,
  );
  const result = await execa("git", [...words, ...kinds, ...places], { cwd: root, reject: false, maxBuffer: 1 << 29 });
  return result.exitCode === 0 ? result.stdout : undefined;
}

/** The revision that added a release of the tree, by its number; any other name stays as it is. @throws Error when there is none. */
export async function revisionOfRelease(root: string, name: string): Promise<string> {
  if (!/^[1-9][0-9]{0,8}$/.test(name)) return name;
  const log = await git(
    root,
    ["log", "--diff-filter=A", "--format=%H", "--", `releases/${name}.json`],
    `release ${name} cannot be looked for`,
  );
  const first = log.trim().split("\n").at(-1);
  if (!first) throw new Error(`git knows no release ${name} here: no commit added releases/${name}.json`);
  return first;
}
