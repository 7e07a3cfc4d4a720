/** A part of a name, as it came out, and where it stands in the file, in UTF-16 units from its beginning. */
export interface Piece {
  readonly text: string;
  readonly at: number;
}

/** A place in a file that names an image. */
export interface Reference {
  /** From 1. */
  readonly line: number;
  /** The name as an engine would see it, variables filled in. */
  readonly text: string;
  /** What the text is put together from, in its order: the name itself and defaults of variables. */
  readonly pieces: readonly Piece[];
  /** Why it cannot be told, instead of a text. */
  readonly unresolved?: string;
  /** Absolute paths that are copied from it. */
  readonly paths: readonly string[];
}

/** Where a part of a reference's text stands in the file, or undefined when it is put together from several places. */
export function placeOf({ pieces }: Reference, from: number, to: number): number | undefined {
  let begin = 0;
  for (const { text, at } of pieces) {
    if (from >= begin && to <= begin + text.length && text !== "") return at + from - begin;
    begin += text.length;
  }
  return undefined;
}

/** Values of variables by name. */
export type Variables = ReadonlyMap<string, readonly Piece[]>;

/** `$$`, which stands for a dollar in compose files, `$name`, or the beginning of `${name…}` with what follows the name. */
const variable = /\$\$|\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)(:?[-?+])?/dg;

/** A name with its variables filled in, as far as the file gives them values. */
export type Expanded = Pick<Reference, "text" | "pieces" | "unresolved">;

/** Fills variables in. Only defaults are known here, for a builder may be given others. @param at place of the text in the file. */
export function expand(text: string, at: number, variables: Variables): Expanded {
  const pieces: Piece[] = [];
  const reasons: string[] = [];
  let done = 0;
  for (const match of text.matchAll(variable)) {
    if (match.index < done || match[0] === "$$") continue;
    pieces.push({ text: text.slice(done, match.index), at: at + done });
    const start = match.index + match[0].length;
    done = match[2] === undefined ? start : closing(text, start);
    const word = text.slice(start, Math.max(start, done - 1));
    const value = valueOfVariable(match[1] ?? match[2]!, match[3], word, at + start, variables);
    pieces.push(...value.pieces);
    if (value.unresolved !== undefined) reasons.push(value.unresolved);
  }
  pieces.push({ text: text.slice(done), at: at + done });
  return reasons.length > 0
    ? { text, pieces, unresolved: reasons.join("; ") }
    : { text: pieces.map((piece) => piece.text).join(""), pieces };
}

/** Behind the brace that closes the one before a place; the end of the text where none does. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length + 1;
}

/** What a variable comes to (Dockerfile reference, "Environment replacement"; Compose specification, "Interpolation"). */
function valueOfVariable(
  name: string,
  operator: string | undefined,
  word: string,
  at: number,
  variables: Variables,
): Omit<Expanded, "text"> {
  const found = variables.get(name);
  const empty = found?.every((piece) => piece.text === "") ?? true;
  const known = operator?.startsWith(":") === true && empty ? undefined : found;
  if (operator === undefined && word !== "")
    return { pieces: [], unresolved: `what \${${name}${word}} comes to is not worked out` };
  if (operator?.endsWith("+") === true) return known === undefined ? { pieces: [] } : expand(word, at, variables);
  if (known !== undefined) return { pieces: known };
  if (operator?.endsWith("-") === true) return expand(word, at, variables);
  return { pieces: [], unresolved: `this file gives no value to the variable ${name}` };
}

/** The line of a place, from 1. */
export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

/** The parts of an image's name (distribution-spec 1.1, "Pulling manifests"). */
export interface ImageName {
  /** All before the last slash, such as `stagex.invalid`; empty for a name alone. */
  readonly repository: string;
  readonly image: string;
  readonly tag: string | undefined;
  /** 64 hexadecimal digits. */
  readonly digest: string | undefined;
}

/** A host may be an address in brackets, and has a dot, a port or capital letters only as the first part. */
const form =
  /^(?:((?:\[[0-9A-Fa-f:]+\]|[A-Za-z0-9][A-Za-z0-9.-]*)(?::\d+)?(?:\/[a-z0-9._-]+)*)\/)?([a-z0-9][a-z0-9._-]*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@sha256:([0-9a-f]{64}))?$/;

/** Takes a name apart, or undefined when it is no image's. */
export function parseName(text: string): ImageName | undefined {
  const [whole, repository, image, tag, digest] = form.exec(text) ?? [];
  return whole === undefined ? undefined : { repository: repository ?? "", image: image!, tag, digest };
}
