import { definePackage, directory, exec, fromScratch, keep, unpack } from "#dsl";

export const first = definePackage({
  name: "bootstrap-first",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/386"],
  sources: [
    { seed: "x86", sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", size: 20480 },
    { url: "https://example.org/one-1.tar.gz", sha256: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" },
    { url: "https://example.org/two-2.tar.gz", sha256: "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" },
    { url: "https://example.org/whole-3.tar.gz", sha256: "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd" },
  ],
  env: { FLAG: "-x", BLANK: " " },
  build: fromScratch(
    unpack("seed-x86.tar", "/"),
    unpack("one-1.tar.gz", "/one", "../one-1"),
    unpack("whole-3.tar.gz", "/whole"),
    unpack("two-2.tar.gz", "/two", "two-2"),
    directory("/one/bin"),
    exec("/hex0", "/in/hex0.hex0", "tool"),
    keep("/one/bin/tool", "/two/LICENSE"),
    keep("/whole/data"),
  ),
});
