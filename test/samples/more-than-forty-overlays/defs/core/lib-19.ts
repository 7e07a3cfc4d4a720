import { definePackage, directory, fromScratch } from "#dsl";

export const lib19 = definePackage({
  name: "core-lib-19",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
