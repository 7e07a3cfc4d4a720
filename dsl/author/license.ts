import { createHash } from "node:crypto";
import { posix } from "node:path";

/** What a licence text says: SPDX expressions that it may stand for. One means certainty; the GNU texts leave "or later" to the program. */
export type LicenseReading = readonly string[];

/** Known texts by their fingerprint, taken from the texts themselves: GPL-2.0 is around with two wordings of its preamble. */
const known: Readonly<Record<string, LicenseReading>> = {
  "1634dfac5034d400": ["bzip2-1.0.6"],
  "2106cd4f7c9f6d4a": ["CC0-1.0"],
  "34cf2be889aa9ee7": ["Zlib"],
  "7e20688289808cf4": ["MPL-2.0"],
  aa9626e471f65dbc: ["MIT"],
  b39a3e1d0c79e5f5: ["ISC"],
  "08e235ec158bc1c8": ["BSD-2-Clause"],
  ec8b7cd51a98fe47: ["BSD-3-Clause"],
  ee432267415b4351: ["Apache-2.0"],
  "11e8c55c61a9939e": ["GPL-2.0-only", "GPL-2.0-or-later"],
  "587c8fd8ef90e1e0": ["GPL-2.0-only", "GPL-2.0-or-later"],
  de9a3aafb3d83909: ["GPL-3.0-only", "GPL-3.0-or-later"],
  "09415652df7d7b30": ["LGPL-2.0-only", "LGPL-2.0-or-later"],
  d6879283f10f697c: ["LGPL-2.1-only", "LGPL-2.1-or-later"],
  "828c3944cde1fc14": ["LGPL-3.0-only", "LGPL-3.0-or-later"],
};

/** What a file of this text may be licensed under; empty when the text is not exactly one that is known. */
export function readLicense(text: string): LicenseReading {
  return known[fingerprint(text)] ?? [];
}

/** Names that licence texts have in the top folder of an archive. */
export function isLicenseFile(path: string): boolean {
  return (
    !path.includes("/") &&
    /^(?:(?:un)?licen[cs]e|copying|copyright|notice)(?:[._-].*)?$/i.test(path) &&
    !/\.(?:c|h|py|rs|go|js|html?|tex|pdf)$/i.test(posix.basename(path))
  );
}

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
