/** One commit of the history, as git stores it. */
export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly signature: string | undefined;
  /** The commit object without its signature: what was signed. */
  readonly signed: Buffer;
}

/** Reads the bytes of a commit object, as `git cat-file commit` prints them. */
export function parseCommit(id: string, object: Buffer): Commit {
  const text = object.toString("latin1");
  const end = text.indexOf("\n\n");
  const header = text.slice(0, end);
  const found = /^gpgsig(?:-sha256)? (.*(?:\n .*)*)$/m.exec(header);
  const field = (name: string): string[] =>
    [...header.matchAll(new RegExp(`^${name} ([0-9a-f]+)$`, "gm"))].map((match) => match[1] ?? "");
  const unsigned = found === null ? header : header.replace(`${found[0]}\n`, "").replace(`\n${found[0]}`, "");
  return {
    id,
    tree: field("tree")[0] ?? "",
    parents: field("parent"),
    message: text.slice(end + 2),
    signature: found?.[1]?.replaceAll("\n ", "\n"),
    signed: Buffer.from(unsigned + text.slice(end), "latin1"),
  };
}

/** Values of a trailer in the last paragraph of a message (git-interpret-trailers(1)). */
export function trailer(message: string, name: string): string[] {
  const paragraph = message.trimEnd().split("\n\n").at(-1) ?? "";
  return paragraph
    .split("\n")
    .filter((line) => line.startsWith(`${name}: `))
    .map((line) => line.slice(name.length + 2).trim());
}
