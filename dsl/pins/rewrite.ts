import { type Pin, tagText } from "./judge.js";

/**
 * The text with every pin that is ours brought to the newest digest. Nothing else changes: names, comments, blanks and line ends stay.
 * @returns the new text, and how many places changed.
 */
export function rewrite(text: string, pins: readonly Pin[]): { text: string; changed: number } {
  const edits = new Map<number, { readonly end: number; readonly text: string }>();
  for (const pin of pins) {
    const edit = editOf(pin);
    if (edit !== undefined && text.slice(edit.at, edit.end) !== edit.text) edits.set(edit.at, edit);
  }
  let changed = text;
  for (const [at, edit] of [...edits].sort(([a], [b]) => b - a))
    changed = changed.slice(0, at) + edit.text + changed.slice(edit.end);
  return { text: changed, changed: edits.size };
}

/** Whether `--write` can bring a pin up to date. */
export function isWritable(pin: Pin): boolean {
  return editOf(pin) !== undefined;
}

function editOf({ reference, name, newest, ours, status }: Pin): { at: number; end: number; text: string } | undefined {
  if (!ours || name === undefined || newest?.digest === undefined || status === "current") return undefined;
  if (reference.at !== undefined) {
    const tag =
      name.tag === undefined ? "" : `:${name.tag === "latest" ? "latest" : tagText(newest.version ?? "latest")}`;
    const prefix = name.repository === "" ? "" : `${name.repository}/`;
    return {
      at: reference.at,
      end: reference.at + reference.text.length,
      text: `${prefix}${name.image}${tag}@sha256:${newest.digest}`,
    };
  }
  // A tag in a variable of its own would go on saying the old version.
  if (reference.digestAt === undefined || name.tag !== undefined) return undefined;
  return { at: reference.digestAt, end: reference.digestAt + 64, text: newest.digest };
}
