import { definePackage, directory, fromScratch } from "#dsl";

export const filesystem = definePackage({
  name: "core-filesystem",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
