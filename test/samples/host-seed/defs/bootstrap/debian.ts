import { definePackage, hostSeed } from "#dsl";

export const debian = definePackage({
  name: "bootstrap-debian",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: hostSeed("debian-bookworm-gcc"),
});
