import { definePackage, hostSeed } from "#dsl";

export const base = definePackage({
  name: "bootstrap-base",
  version: "12",
  description: "Compiler and tools",
  license: "ISC",
  website: "https://example.org",
  provides: ["cp", "gzip", "install", "make", "mkdir", "patch", "sh", "tar"],
  build: hostSeed("debian-bookworm-gcc"),
});
