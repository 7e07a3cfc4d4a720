import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository that this compiler belongs to: two levels above dist/load, dist/bundle and dsl/load alike. */
export const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Where the compiler keeps what it can make again: emitted JavaScript and notes on the last compile. */
export function cacheFolder(root: string): string {
  return join(root, ".cache");
}
