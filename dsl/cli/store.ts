import { join } from "node:path";
import { repository } from "../load/place.js";

/** Where scripts/fetch keeps the bytes of a source; see docs/fetching.md. */
export function storePath(sha256: string): string {
  return join(process.env["STAGEX_STORE"] ?? join(repository, "store"), "sha256", sha256);
}
