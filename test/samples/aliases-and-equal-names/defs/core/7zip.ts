import { definePackage, directory, fromScratch } from "#dsl";

export const _7zip = definePackage({
  name: "core-7zip",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
