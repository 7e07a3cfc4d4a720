import { definePackage, directory, fromScratch } from "#dsl";

export const lib31 = definePackage({
  name: "core-lib-31",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
