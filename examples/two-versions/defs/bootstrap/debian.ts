import { definePackage, hostSeed } from "#dsl";

export const debian = definePackage({
  name: "bootstrap-debian",
  version: "12",
  description: "Compiler and tools of a Debian release",
  license: "GPL-3.0-or-later",
  website: "https://www.debian.org",
  provides: ["cc", "gcc", "gzip", "install", "make", "sh", "tar"],
  build: hostSeed("debian-bookworm-gcc"),
});
