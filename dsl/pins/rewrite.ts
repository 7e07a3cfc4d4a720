import type { Pin } from "./judge.js";
import { placeOf } from "./reference.js";

interface Edit {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text with every pin that is ours brought to the newest digest. Nothing else changes: names, comments, blanks and line ends stay.
 * @returns the new text, and how many places changed.
 */
export function rewrite(text: string, pins: readonly Pin[]): { text: string; changed: number } {
  const wanted = pins.flatMap((pin) => editOf(pin) ?? []);
  // A variable that two images share can be right for one of them alone.
  const edits = wanted
    .filter((edit) => wanted.every((other) => other.end <= edit.at || other.at >= edit.end || same(edit, other)))
    .filter((edit, index, all) => all.findIndex((other) => same(edit, other)) === index)
    .sort((a, b) => b.at - a.at);
  let changed = text;
  for (const edit of edits) changed = changed.slice(0, edit.at) + edit.text + changed.slice(edit.end);
  return { text: changed, changed: edits.length };
}

function same(one: Edit, other: Edit): boolean {
  return one.at === other.at && one.end === other.end && one.text === other.text;
}

/** Why `--write` leaves a pin that is not the newest to the author, or undefined where it does not. */
export function leftBecause(pin: Pin): string | undefined {
  if (!["old", "loose", "unknown-digest"].includes(pin.status) || editOf(pin) !== undefined) return undefined;
  return pin.ours
    ? "its name, its tag and its digest are in different places"
    : "no repository of this tree's images; --repository names one";
}

function editOf({ reference, name, newest, newestTag, ours, status }: Pin): Edit | undefined {
  if (!ours || name === undefined || newest?.digest === undefined || status === "current") return undefined;
  const { length } = reference.text;
  const begin = (name.repository === "" ? 0 : name.repository.length + 1) + name.image.length;
  // With the image's own name in one place: else the pin is a variable's, which may be there for other images, too.
  const at = placeOf(reference, begin - name.image.length, length);
  if (at !== undefined) {
    const tag = name.tag === undefined ? "" : `:${name.tag === "latest" ? "latest" : newestTag}`;
    return {
      at: at + name.image.length,
      end: at + name.image.length + length - begin,
      text: `${tag}@sha256:${newest.digest}`,
    };
  }
  // A tag in a variable of its own would go on saying the old version.
  const digestAt = placeOf(reference, length - 64, length);
  if (digestAt === undefined || name.digest === undefined || name.tag !== undefined) return undefined;
  return { at: digestAt, end: digestAt + 64, text: newest.digest };
}
