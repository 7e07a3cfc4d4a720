import { definePackage, directory, fromScratch } from "#dsl";

export const base = definePackage({
  name: "bootstrap-base",
  version: "1.0",
  description: "Tools of the sample",
  license: "ISC",
  website: "https://example.org",
  provides: ["gzip", "install", "ln", "make", "mkdir", "rm", "sh", "tar", "xz"],
  build: fromScratch(directory("/rootfs")),
});
