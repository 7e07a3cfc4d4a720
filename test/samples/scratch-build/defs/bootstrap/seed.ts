import { definePackage, directory, exec, fromScratch, unpack } from "#dsl";

export const seed = definePackage({
  name: "bootstrap-seed",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    { seed: "x86", sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", size: 20480 },
    { url: "https://example.org/next-1.tar.gz", sha256: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" },
  ],
  platforms: ["linux/386", "linux/amd64"],
  build: fromScratch(
    unpack("seed-x86.tar", "/"),
    unpack("next-1.tar.gz", "/next"),
    directory("/rootfs/bin"),
    exec("/hex0", "/in/a b.hex0", "/rootfs/bin/\"quoted\""),
  ),
});
