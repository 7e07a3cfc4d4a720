import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository that this compiler belongs to: two levels above dist/load, dist/bundle and dsl/load alike. */
export const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Where scripts/fetch keeps the bytes of a source; see docs/fetching.md. */
export function storePath(sha256: string, store = process.env["STAGEX_STORE"] ?? join(repository, "store")): string {
  return join(store, "sha256", sha256);
}

/** Where the compiler keeps what it can make again: emitted JavaScript and notes on the last compile. */
export function cacheFolder(root: string): string {
  return join(root, ".cache");
}
