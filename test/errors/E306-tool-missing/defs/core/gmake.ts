import { definePackage, directory, fromScratch } from "#dsl";

export const gmake = definePackage({
  name: "core-gmake",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  provides: ["make"],
  build: fromScratch(directory("/rootfs")),
});
