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

/** The signer of each source that is noted as signed, by SHA-256. */
export function notedSigners(root: string): ReadonlyMap<string, Signer> {
  const lines = notesOf(root)
    .split("\n")
    .filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const [sha256, signer, day] = line.split(" ");
      return [sha256!, { signer: signer!, day: day! }];
    }),
  );
}
