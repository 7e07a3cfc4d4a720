import { definePackage, hostSeed } from "#dsl";

export const debianGo = definePackage({
  name: "bootstrap-debian-go",
  version: "13",
  description: "Go toolchain of a Debian release",
  license: "GPL-3.0-or-later",
  website: "https://www.debian.org",
  provides: ["cp", "go", "gzip", "ln", "mkdir", "sh", "tar"],
  build: hostSeed("debian-trixie-go"),
});
