import { definePackage, directory, fromScratch } from "#dsl";

export const base = definePackage({
  name: "bootstrap-base",
  version: "1.0",
  description: "Tools of the sample",
  license: "ISC",
  website: "https://example.org",
  provides: ["ln", "sh", "make", "tar", "gzip", "patch", "cp", "mkdir"],
  platforms: ["linux/386", "linux/amd64", "linux/arm64"],
  build: fromScratch(directory("/rootfs")),
});
