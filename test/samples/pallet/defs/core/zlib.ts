import { definePackage, directory, fromScratch } from "#dsl";

export const zlib = definePackage({
  name: "core-zlib",
  version: "1.0",
  description: "A tool",
  license: "Zlib",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
