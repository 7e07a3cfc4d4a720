import { definePackage, directory, fromScratch } from "#dsl";

export const both = definePackage({
  name: "core-both",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/386", "linux/amd64"],
  build: fromScratch(directory("/rootfs")),
});
