import { definePackage, directory, fromScratch } from "#dsl";

export const lib14 = definePackage({
  name: "core-lib-14",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
