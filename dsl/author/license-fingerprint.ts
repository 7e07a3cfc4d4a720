import { createHash } from "node:crypto";

/** The identity of a licence text, the same for texts that differ only in names, years, line breaks and marks (SPDX License List Matching Guidelines). */
export function fingerprint(text: string): string {
  return createHash("sha256").update(normalise(text)).digest("hex").slice(0, 16);
}

/** Titles that stand above a text and are no part of it. */
const title =
  /^\W*(?:the )?(?:mit|isc|zlib|bsd|bsd [23][- ]clause|[23][- ]clause bsd|(?:new|simplified|modified|revised) bsd|boost software)?\W*(?:license|licence)?\W*(?:\((?:mit|isc|expat)\))?\W*$/;
const holder =
  /^\W*(?:portions )?(?:copyright\b(?! (?:and|claims?|grant|holders?|in|interests?|laws?|license|notices?|of|owners?|statement|status|to|treaty)\b)|\(c\)|©|all rights reserved|spdx-license-identifier:)/;

function normalise(text: string): string {
  const lines = text
    .toLowerCase()
    .replace(/\r/g, "")
    .split("\n")
    .map((line) => line.trim().replace(/^(?:\d+[.)]|\([a-z0-9]\)|[*-])\s+/, ""))
    .filter((line) => !holder.test(line) && !title.test(line));
  const words =
    lines
      .join(" ")
      .replace(/https?:\/\//g, "")
      .match(/[a-z0-9]+/g) ?? [];
  return withoutNames(words.join(" "));
}

/** What a text of the kind says of its own holder, or of the Free Software Foundation's address, differs from copy to copy. */
function withoutNames(words: string): string {
  return words
    .replace(/ (?:end of terms and conditions|how to apply these terms to your new (?:programs|libraries)).*$/, "")
    .replace(
      / (?:(?:51 franklin|59 temple|675 mass) [a-z0-9 ]{0,60}? usa |fsf org )?everyone is permitted/,
      " everyone is permitted",
    )
    .replace(" including the next paragraph", "")
    .replace(/neither the names? of .{1,120}? (?:may|can) be used/, "neither the name may be used")
    .replace(/in no event shall .{1,120}? be liable/, "in no event shall be liable")
    .replace(/software is provided by .{1,120}? as is/, "software is provided as is");
}
