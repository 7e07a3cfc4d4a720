import type { Script } from "../model/build.js";
import { sourceName, type VendoredFile } from "../model/source.js";
import { expand } from "./phases.js";

/** Where a build finds the files of its vendored set: `/vendored/<sha256>/<name>`. */
export const vendoredFolder = "/vendored";

/** A loop over a vendored set: each line of the list is read into `fields`, and `body` runs for it. */
export function forEachVendored(fields: readonly string[], body: readonly string[], lines: readonly string[]): Script {
  return expand([`while read -r ${fields.join(" ")}; do`, ...body.map((line) => `    ${line}`), 'done <<"END"', ...lines, "END"].join("\n"));
}

/** `<sha256> <name>` of a file, as the loop reads it. */
export function vendoredLine(file: VendoredFile): string {
  return `${file.sha256} ${sourceName(file)}`;
}
