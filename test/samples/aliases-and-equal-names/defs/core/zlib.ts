import { definePackage, directory, fromScratch } from "#dsl";

export const zlib = definePackage({
  name: "core-zlib",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  aliases: ["libz", "stage3"],
  build: fromScratch(directory("/rootfs")),
});
