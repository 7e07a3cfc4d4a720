import { statSync } from "node:fs";
import { storePath } from "../../load/place.js";

/** The size of a source in the store, in bytes; undefined when it is not there, "unreadable" when no file lies in its place. */
export function storedSize(sha256: string): number | "unreadable" | undefined {
  try {
    const found = statSync(storePath(sha256), { throwIfNoEntry: false });
    return found === undefined || found.isFile() ? found?.size : "unreadable";
  } catch {
    return "unreadable"; // Symbolic links in a circle, or a folder that may not be entered.
  }
}
