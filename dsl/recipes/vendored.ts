import type { Script } from "../model/build.js";
import { expand } from "./phases.js";

/** Where a build finds the files of its vendored set, by their names. */
export const vendoredFolder = "/vendored";

/** A loop over a vendored set: each line of the list is read into `fields`, and `body` runs for it. */
export function forEachVendored(fields: readonly string[], body: readonly string[], lines: readonly string[]): Script {
  return expand(
    [
      `while read -r ${fields.join(" ")}; do`,
      ...body.map((line) => `    ${line}`),
      'done <<"END"',
      ...lines,
      "END",
    ].join("\n"),
  );
}
