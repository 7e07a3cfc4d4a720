import { definePackage, directory, fromScratch } from "#dsl";

export const early = definePackage({
  name: "core-early",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/386"],
  build: fromScratch(directory("/rootfs")),
});
