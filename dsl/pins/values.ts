import { containerfileReferences } from "./containerfile.js";
import { expand, lineOf, type Piece, parseName, type Reference, type Variables } from "./reference.js";

/** A value of a compose or bake file as it is written, without its quotes. */
export interface Value extends Piece {
  /** The keys that it stands under, the nearest last; also those of a list. */
  readonly keys: readonly string[];
}

/** Keys whose values are names that a build gives, or that nobody builds from. */
const given = /^(?:tags|labels|cache[-_](?:from|to)|output|container_name|hostname)$/;
// JSON may write a slash with a backslash before it.
const address = /docker-image:(?:\\?\/){2}((?:\$\{[^}\s]*\}|[^\s"',}\]])+)/dg;
const digested = /(?:\$\{[^}\s]*\}|[A-Za-z0-9.:/_-])+@(?:sha256:[0-9a-f]{64}|\$\{\w+\})/dg;

/**
 * The images that a value names: all of it where its key is `image`, addresses docker-image://, whatever holds a digest, and arguments
 * and defaults that are names of this tree's images or of StageX. @param whole text of the file.
 */
export function valueReferences(
  whole: string,
  value: Value,
  variables: Variables,
  repositories: readonly string[],
): Reference[] {
  const { keys, text, at } = value;
  const key = keys.at(-1) ?? "";
  const reference = (name: string, begin: number): Reference => ({
    line: lineOf(whole, at + begin),
    paths: [],
    ...expand(name, at + begin, variables),
  });
  if (key === "image") return text === "" ? [] : [reference(text, 0)];
  const addresses = [...text.matchAll(address)].map((match) => reference(match[1]!, match.indices![1]![0]));
  if (addresses.length > 0) return addresses;
  const pinned = [...text.matchAll(digested)].map((match) => reference(match[0], match.index));
  if (pinned.length > 0 || keys.some((name) => given.test(name))) return pinned;
  // An item of a list of arguments, `NAME=value`, has its key within it.
  const [assigned = "", name = key] = /^([A-Za-z_][\w.-]*)=/.exec(text) ?? [];
  const found = reference(text.slice(assigned.length), assigned.length);
  return isOurs(found, name, repositories) ? [found] : [];
}

/** A name of ours says its stage; one of 2024 has none, and counts where its key is written like an argument. */
function isOurs({ text, unresolved }: Reference, key: string, repositories: readonly string[]): boolean {
  const name = unresolved === undefined ? parseName(text) : undefined;
  if (name === undefined) return false;
  if (!repositories.includes(name.repository) && !/(?:^|\/)stagex$/.test(name.repository)) return false;
  return /^(?:bootstrap|core|pallet|user)-/.test(name.image) || /^(?:default|[A-Z][A-Z0-9_]*)$/.test(key);
}

/**
 * The images of a Containerfile that stands within another file.
 * @param body its text, and where each of its UTF-16 units stands in the other file.
 * @throws Error, which begins with the line in the other file.
 */
export function inlineReferences(whole: string, body: string, placeOf: (at: number) => number): Reference[] {
  try {
    return containerfileReferences(body).map((reference) => {
      const pieces = reference.pieces.map(({ text, at }) => ({ text, at: placeOf(at) }));
      return { ...reference, pieces, line: lineOf(whole, pieces[0]!.at) };
    });
  } catch (error) {
    const [, line, rest] = /^(\d+)(:.*)$/.exec((error as Error).message) ?? [];
    throw new Error(`${lineOf(whole, placeOf(0)) - 1 + Number(line)}${rest!}`);
  }
}

/** Takes the indentation of a block's first line away. @returns the text, and the place of each of its units. @param at place of the block. */
export function dedented(block: string, at: number): { body: string; placeOf: (place: number) => number } {
  const indent = /^(?:[ \t]*\r?\n)*([ \t]*)/.exec(block)![1]!.length;
  const starts: { body: number; whole: number }[] = [];
  let body = "";
  let whole = at;
  for (const line of block.split("\n")) {
    const cut = Math.min(indent, line.length - line.trimStart().length);
    starts.push({ body: body.length, whole: whole + cut });
    body += `${line.slice(cut)}\n`;
    whole += line.length + 1;
  }
  const placeOf = (place: number): number => {
    const start = starts.findLast(({ body: begin }) => begin <= place)!;
    return start.whole + place - start.body;
  };
  return { body: body.slice(0, -1), placeOf };
}
