import { definePackage, directory, fromScratch } from "#dsl";

export const base = definePackage({
  name: "bootstrap-base",
  version: "1.0",
  description: "Tools of the sample",
  license: "ISC",
  website: "https://example.org",
  provides: ["cp", "find", "gzip", "ln", "mkdir", "rm", "sh", "tar"],
  build: fromScratch(directory("/rootfs")),
});
