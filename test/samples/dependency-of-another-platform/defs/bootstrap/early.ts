import { definePackage, directory, fromScratch } from "#dsl";

export const early = definePackage({
  name: "bootstrap-early",
  version: "1.0",
  description: "Tools for 386",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/386"],
  provides: ["sh", "make", "tar", "gzip", "patch", "cp", "mkdir"],
  build: fromScratch(directory("/rootfs")),
});
