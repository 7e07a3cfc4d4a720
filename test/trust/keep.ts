import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** With STAGEX_CORPUS a tree that is judged is copied there, together with its anchor, for `bench/mutate.js`. */
export function keep(root: string, trusted: string): void {
  const corpus = process.env["STAGEX_CORPUS"];
  if (corpus === undefined) return;
  mkdirSync(corpus, { recursive: true });
  const place = mkdtempSync(join(corpus, `${process.hrtime.bigint()}-`));
  execFileSync("cp", ["-a", root, join(place, "tree")]);
  writeFileSync(join(place, "trusted"), trusted);
}
