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

const variable = /\$(?:\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|([A-Za-z_]\w*))/dg;

/** Fills variables in. Only defaults are known here, for a builder may be given others. @param at place of the text in the file. */
export function expand(
  text: string,
  at: number,
  variables: Variables,
): Pick<Reference, "text" | "pieces" | "unresolved"> {
  const pieces: Piece[] = [];
  const missing: string[] = [];
  let done = 0;
  for (const match of text.matchAll(variable)) {
    const [, braced, fallback, bare] = match;
    const known = variables.get(braced ?? bare!);
    pieces.push({ text: text.slice(done, match.index), at: at + done });
    if (known !== undefined) pieces.push(...known);
    else if (fallback !== undefined) pieces.push({ text: fallback, at: at + match.indices![2]![0] });
    else missing.push(braced ?? bare!);
    done = match.index + match[0].length;
  }
  pieces.push({ text: text.slice(done), at: at + done });
  if (missing.length > 0)
    return { text, pieces, unresolved: `this file gives no value to the variable ${missing.join(", ")}` };
  return { text: pieces.map((piece) => piece.text).join(""), pieces };
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

const form =
  /^(?:([a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)*)\/)?([a-z0-9][a-z0-9._-]*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@sha256:([0-9a-f]{64}))?$/;

/** Takes a name apart, or undefined when it is no image's. */
export function parseName(text: string): ImageName | undefined {
  const [whole, repository, image, tag, digest] = form.exec(text) ?? [];
  return whole === undefined ? undefined : { repository: repository ?? "", image: image!, tag, digest };
}
