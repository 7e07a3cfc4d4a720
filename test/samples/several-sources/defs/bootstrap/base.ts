import { definePackage, directory, fromScratch } from "#dsl";

export const base = definePackage({
  name: "bootstrap-base",
  version: "1.0",
  description: "Tools of the sample",
  license: "ISC",
  website: "https://example.org",
  provides: ["sh", "make", "tar", "gzip", "patch", "cp", "mkdir", "rm", "xz", "unzip"],
  build: fromScratch(directory("/rootfs")),
});
