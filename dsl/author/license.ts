import { posix } from "node:path";
import { fingerprint } from "./license-fingerprint.js";
import { licenseTexts } from "./license-texts.js";

/** What a licence text says: SPDX expressions that it may stand for. One means certainty; the GNU texts leave "or later" to the program. */
export type LicenseReading = readonly string[];

/** Wordings that are around and not in SPDX's list: GPL-2.0 has two preambles, and ISC's "and" is "and/or" there. */
const wordings: Readonly<Record<string, LicenseReading>> = {
  "1634dfac5034d400": ["bzip2-1.0.6"],
  "2106cd4f7c9f6d4a": ["CC0-1.0"],
  "34cf2be889aa9ee7": ["Zlib"],
  b39a3e1d0c79e5f5: ["ISC"],
  "11e8c55c61a9939e": ["GPL-2.0-only", "GPL-2.0-or-later"],
  "587c8fd8ef90e1e0": ["GPL-2.0-only", "GPL-2.0-or-later"],
  de9a3aafb3d83909: ["GPL-3.0-only", "GPL-3.0-or-later"],
  "828c3944cde1fc14": ["LGPL-3.0-only", "LGPL-3.0-or-later"],
};

/** What a file of this text may be licensed under; empty when the text is not exactly one that is known. */
export function readLicense(text: string): LicenseReading {
  const found = fingerprint(text);
  return wordings[found] ?? licenseTexts[found]?.split(" ") ?? [];
}

/** Names that licence texts have in the top folder of an archive. */
export function isLicenseFile(path: string): boolean {
  return (
    !path.includes("/") &&
    /^(?:(?:un)?licen[cs]e|copying|copyright|notice)(?:[._-].*)?$/i.test(path) &&
    !/\.(?:c|h|py|rs|go|js|html?|tex|pdf)$/i.test(posix.basename(path))
  );
}
