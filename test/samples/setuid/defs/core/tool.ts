import { definePackage, directory, fromScratch } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  setuid: ["/usr/bin/su", "/usr/bin/passwd"],
  build: fromScratch(directory("/rootfs")),
});
