import { definePackage, directory, fromScratch } from "#dsl";

export const lib08 = definePackage({
  name: "core-lib-08",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
