import { definePackage, directory, fromScratch } from "#dsl";

export const libc = definePackage({
  name: "bootstrap-libc",
  version: "1.0",
  description: "A library for both",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/386", "linux/amd64"],
  build: fromScratch(directory("/rootfs")),
});
