import { definePackage, directory, fromScratch } from "#dsl";

export const lib02 = definePackage({
  name: "core-lib-02",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
