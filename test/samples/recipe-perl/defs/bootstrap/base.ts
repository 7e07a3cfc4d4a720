import { definePackage, directory, fromScratch } from "#dsl";

export const base = definePackage({
  name: "bootstrap-base",
  version: "1.0",
  description: "Tools of the sample",
  license: "ISC",
  website: "https://example.org",
  provides: ["sh", "tar", "gzip", "make", "cp", "mkdir", "install", "ln", "cat", "chmod", "perl", "perl:Module::Build"],
  build: fromScratch(directory("/rootfs")),
});
