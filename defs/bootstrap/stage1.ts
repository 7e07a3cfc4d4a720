import { definePackage, hostSeed } from "#dsl";

export const stage1 = definePackage({
  name: "bootstrap-stage1",
  version: "12",
  description: "Compiler and tools of a Debian release, standing in for stage1",
  license: "GPL-3.0-or-later",
  website: "https://www.debian.org",
  platforms: ["linux/386"],
  provides: [
    ...["ar", "as", "awk", "bash", "bison", "bunzip2", "bzip2", "c++", "cc", "cmp", "cp", "cpp", "diff", "egrep", "file", "find", "flex"],
    ...["g++", "gawk", "gcc", "grep", "gunzip", "gzip", "install", "ld", "ln", "m4", "make", "mkdir", "mv", "nm", "nproc", "objcopy"],
    ...["objdump", "patch", "perl", "ranlib", "readelf", "rm", "sed", "sh", "sort", "strip", "tar", "unxz", "xargs", "xz", "yacc", "zcat"],
  ],
  build: hostSeed("debian-bookworm-gcc"),
  standIns: ["debian-bookworm-gcc", "debian-trixie-gcc", "debian-forky-clang"],
});
