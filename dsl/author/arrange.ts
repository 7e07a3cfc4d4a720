import type { Edit } from "./text-edit.js";

/** A member of a list in a text, without the comments around it. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * Puts the members of a list into another order, each with the comments on the lines before it and behind it on its line.
 * @param from where the list begins: behind its bracket, or at the beginning of a line for members that stand on lines of their own. @param order positions of the members as they shall stand.
 * @returns undefined when they stand so already.
 */
export function arrange(
  text: string,
  from: number,
  pieces: readonly Piece[],
  order: readonly number[],
  separator = ",",
): Edit | undefined {
  if (order.every((position, index) => position === index)) return undefined;
  const onLines = from === 0 || text[from - 1] === "\n";
  const starts = [onLines ? from : from + sameLine(text, from)];
  const parts = pieces.map(({ end }, index) => {
    const comma = separator === "" ? end : afterComma(text, end, pieces[index + 1]?.start);
    const next = comma + sameLine(text, comma);
    starts.push(next);
    const between = text.slice(end, comma).replace(separator, "");
    return {
      head: text.slice(starts[index], end),
      between: between.trim() === "" ? "" : between,
      tail: text.slice(comma, next),
      ended: comma > end,
    };
  });
  const endsWithComma = parts.at(-1)!.ended;
  const moved = order.map((position, index) => {
    const { head, between, tail } = parts[position]!;
    return `${head}${between}${index < order.length - 1 || endsWithComma ? separator : ""}${tail}`;
  });
  return {
    start: starts[0]!,
    end: starts.at(-1)!,
    text: onLines
      ? moved.map((part) => part.replace(/^\r?\n/, "")).join("\n")
      : joined(moved, [text.slice(from, starts[0]), ...order.map((position) => parts[position]!.tail)]),
  };
}

/** Behind a comment that takes the rest of its line, the next member begins a line. */
function joined(parts: readonly string[], tailsBefore: readonly string[]): string {
  return parts
    .map((part, index) => (tailsBefore[index]!.includes("//") && !/^\s*\n/.test(part) ? `\n${part}` : part))
    .join("");
}

/** How much of the line belongs to what ends at this place: comments behind it, when nothing else follows. */
function sameLine(text: string, from: number): number {
  return (
    /^[ \t]*(?:\/\*(?:(?!\*\/)[^\n])*\*\/[ \t]*)*(?:\/\/[^\n]*)?(?=\r?\n)/.exec(text.slice(from, from + 2000))?.[0]
      .length ?? 0
  );
}

/** The place behind the comma that follows a member; its end when none does. */
function afterComma(text: string, end: number, next: number | undefined): number {
  const gap = /^(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*\n)*,/.exec(text.slice(end, next))?.[0].length;
  return gap === undefined ? end : end + gap;
}
