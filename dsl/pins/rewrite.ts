import type { Pin } from "./judge.js";
import { placeOf } from "./reference.js";

interface Edit {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

/** The changes that bring pins to the newest digest, in the order of the text, and why a pin that is not the newest stays. */
export interface Edits {
  readonly edits: readonly Edit[];
  readonly left: ReadonlyMap<Pin, string>;
}

/** Works out which pins that are ours can be brought to the newest digest, and how. */
export function editsOf(pins: readonly Pin[]): Edits {
  const edits = new Map<string, Edit>();
  const left = new Map<Pin, string>();
  for (const pin of pins.filter(({ status }) => ["old", "loose", "unknown-digest"].includes(status))) {
    const edit = editOf(pin);
    // A variable that two images share can be right for one of them alone.
    const shared =
      edit !== undefined && pins.some((other) => other !== pin && uses(other, edit) && !agrees(other, edit));
    if (edit === undefined) left.set(pin, leftBecause(pin));
    else if (shared) left.set(pin, "its digest is in a variable that another image has, too");
    else edits.set(`${edit.at}`, edit);
  }
  return { edits: [...edits.values()].sort((a, b) => a.at - b.at), left };
}

/** The text with its edits. Nothing else changes: names, comments, blanks and line ends stay. */
export function rewritten(text: string, edits: readonly Edit[]): string {
  return edits.reduceRight((changed, { at, end, text: put }) => changed.slice(0, at) + put + changed.slice(end), text);
}

function uses({ reference }: Pin, { at, end }: Edit): boolean {
  return reference.pieces.some((piece) => piece.at < end && at < piece.at + piece.text.length);
}

function agrees(pin: Pin, edit: Edit): boolean {
  const own = editOf(pin);
  return own?.at === edit.at && own.end === edit.end && own.text === edit.text;
}

function leftBecause({ ours }: Pin): string {
  return ours
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
