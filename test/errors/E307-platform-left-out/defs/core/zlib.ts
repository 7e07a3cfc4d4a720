import { definePackage, directory, fromScratch } from "#dsl";

export const zlib = definePackage({
  name: "core-zlib",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/amd64", "linux/arm64"],
  build: fromScratch(directory("/rootfs")),
});
