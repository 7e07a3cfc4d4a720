import { definePackage, directory, fromScratch } from "#dsl";

export const lib27 = definePackage({
  name: "core-lib-27",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
