import { existsSync } from "node:fs";
import { join } from "node:path";
import { readText } from "../../load/files.js";

/** How digests came about: what follows `<image>@<platform>` in each line of digests/provenance.txt, in words (docs/reproducing.md). */
export function readProvenance(root: string): ReadonlyMap<string, readonly string[]> {
  const file = join(root, "digests/provenance.txt");
  const lines = existsSync(file) ? readText(file).split("\n").filter(Boolean) : [];
  return new Map(
    lines.map((line) => {
      const [id, ...words] = line.split(" ");
      return [id!, words];
    }),
  );
}
