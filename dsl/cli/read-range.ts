import { closeSync, openSync, readSync } from "node:fs";
import type { Read } from "../prove/tar.js";

/** Opens a file for what reads parts of it, and closes it afterwards. @throws Error when it ends early. */
export function readRange<T>(path: string, use: (read: Read) => T): T {
  const file = openSync(path, "r");
  try {
    return use((offset, length) => {
      const bytes = Buffer.alloc(length);
      let done = 0;
      while (done < length) {
        const count = readSync(file, bytes, done, length - done, offset + done);
        if (count === 0) throw new Error(`${path} ends early`);
        done += count;
      }
      return bytes;
    });
  } finally {
    closeSync(file);
  }
}
