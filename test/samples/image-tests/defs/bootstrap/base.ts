import { definePackage, directory, fromScratch } from "#dsl";

export const base = definePackage({
  name: "bootstrap-base",
  version: "1.0",
  description: "Tools of the sample",
  license: "ISC",
  website: "https://example.org",
  provides: ["sh", "tar", "gzip", "make", "cc", "c++", "cp", "mkdir", "install", "ln", "cat", "chmod"],
  build: fromScratch(directory("/rootfs")),
});
