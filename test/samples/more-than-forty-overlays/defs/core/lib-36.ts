import { definePackage, directory, fromScratch } from "#dsl";

export const lib36 = definePackage({
  name: "core-lib-36",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
