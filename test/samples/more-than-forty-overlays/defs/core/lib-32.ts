import { definePackage, directory, fromScratch } from "#dsl";

export const lib32 = definePackage({
  name: "core-lib-32",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
