import { definePackage, directory, fromScratch } from "#dsl";

export const python314 = definePackage({
  name: "user-python3.14",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
});
