import { existsSync } from "node:fs";
import { join } from "node:path";
import { readText } from "../../load/files.js";

/** Where it is noted which sources upstream signed: `<sha256> <primary fingerprint> <day of signing> <file>`, sorted. */
export const signedSources = "signed-sources.txt";

/** Who signed a source, by primary fingerprint, and on which day (UTC). */
export interface Signer {
  readonly signer: string;
  readonly day: string;
}

/** The text of the notes; empty when there are none. */
export function notesOf(root: string): string {
  const file = join(root, signedSources);
  return existsSync(file) ? readText(file) : "";
}

const note = /^([0-9a-f]{64}) ([0-9A-F]{40}|[0-9A-F]{64}) (\d{4}-\d{2}-\d{2}) (\S+)$/;

/** The signer of each source that is noted as signed, by SHA-256. @throws Error at a line that is no note, or a second one on a source. */
export function notedSigners(root: string): ReadonlyMap<string, Signer> {
  const found = new Map<string, Signer>();
  const text = notesOf(root);
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  for (const [index, line] of lines.entries()) {
    const [, sha256, signer, day] = note.exec(line) ?? [];
    if (sha256 === undefined || found.has(sha256))
      throw new Error(
        `${signedSources}:${index + 1}: ${sha256 === undefined ? `not a note of a signature: ${line}` : `a second note on ${sha256}`}; \`defs sources verify --write\` writes the file anew`,
      );
    found.set(sha256, { signer: signer!, day: day! });
  }
  return found;
}
