import { definePackage, directory, fromScratch } from "#dsl";

export const zlib = definePackage({
  name: "bootstrap-zlib",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
