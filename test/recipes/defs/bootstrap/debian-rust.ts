import { definePackage, hostSeed } from "#dsl";

export const debianRust = definePackage({
  name: "bootstrap-debian-rust",
  version: "13",
  description: "Rust toolchain of a Debian release",
  license: "GPL-3.0-or-later",
  website: "https://www.debian.org",
  provides: ["cargo", "cp", "gzip", "mkdir", "sh", "tar"],
  build: hostSeed("debian-trixie-rust"),
});
