import { symlinkSync } from "node:fs";
import { join } from "node:path";

/** Puts a link to a file outside the tree among the definitions. */
export function prepare(root: string): void {
  symlinkSync("/etc/hostname", join(root, "defs/core/hostname.ts"));
}
