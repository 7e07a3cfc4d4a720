import { definePackage, directory, fromScratch } from "#dsl";

export const base = definePackage({
  name: "bootstrap-base",
  version: "1.0",
  description: "Tools of the sample",
  license: "ISC",
  website: "https://example.org",
  provides: ["sh", "cargo", "cat", "chmod", "cp", "go", "gzip", "install", "ln", "make", "mkdir", "patch", "tar", "unzip"],
  build: fromScratch(directory("/rootfs")),
});
