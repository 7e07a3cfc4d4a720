import { closeSync, openSync, readSync } from "node:fs";
import type { Read } from "../../prove/tar.js";

/** What reads parts of an open file; it throws an Error, which names the path, when the file ends early. */
export function rangeReader(descriptor: number, path: string): Read {
  return (offset, length) => {
    const bytes = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const count = readSync(descriptor, bytes, done, length - done, offset + done);
      if (count === 0) throw new Error(`${path} ends early`);
      done += count;
    }
    return bytes;
  };
}

/** Opens a file for what reads parts of it, and closes it afterwards. */
export function readRange<T>(path: string, use: (read: Read) => T): T {
  const descriptor = openSync(path, "r");
  try {
    return use(rangeReader(descriptor, path));
  } finally {
    closeSync(descriptor);
  }
}
