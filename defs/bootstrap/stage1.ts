import { definePackage, directory, exec, fromScratch, github, mountSources, unpack } from "#dsl";
import { stage0 } from "./stage0.js";
import distfiles from "./stage1/distfiles.json" with { type: "json" };

const liveBootstrap = "15cb1064ee9cc54f880586fb814752c459a5c897";
const libc = "3a700010872697c4be9e3fab3cf707fce706741e";

export const stage1 = definePackage({
  name: "bootstrap-stage1",
  version: "1",
  description: "Complete toolchain for i386, made by the steps of live-bootstrap",
  license: [
    ...["0BSD AND Apache-2.0 AND (Artistic-1.0-Perl OR GPL-1.0-or-later) AND BSD-2-Clause AND GPL-2.0-only WITH Linux-syscall-note"],
    ...["GPL-2.0-or-later AND GPL-3.0-or-later AND LGPL-2.0-or-later AND LGPL-2.1-or-later AND LGPL-3.0-or-later AND MIT AND PSF-2.0 AND Zlib"],
  ].join(" AND "),
  website: "https://github.com/fosslinux/live-bootstrap",
  platforms: ["linux/386"],
  // allow W204: old releases, of which many are kept in one place only; live-bootstrap names these addresses
  // allow W205: what live-bootstrap pins is what forges gave it
  sources: [
    {
      url: github(`fosslinux/live-bootstrap/archive/${liveBootstrap}.tar.gz`),
      sha256: "b526a4b6caac16d63ccf8d861ff69b1e14a06bf5cc04e1e824562e3e10c8b6ac",
      name: "live-bootstrap.tar.gz",
    },
    {
      url: github(`oriansj/M2libc/archive/${libc}.tar.gz`),
      sha256: "fd96cb8772130c8c223565103fa9d3c484ad94e0c9096d89e57ced8beabd48eb",
      name: "M2libc.tar.gz",
    },
    ...distfiles,
  ],
  files: ["bootstrap.cfg", "nothing.sh", "select.sh", "start.kaem"],
  base: stage0,
  provides: [
    ...["ar", "as", "awk", "bash", "bison", "bunzip2", "bzip2", "c++", "cc", "cmp", "cp", "cpp", "diff", "egrep", "file", "find", "flex"],
    ...["g++", "gawk", "gcc", "grep", "gunzip", "gzip", "install", "ld", "ln", "m4", "make", "mkdir", "mv", "nm", "nproc", "objcopy"],
    ...["objdump", "patch", "perl", "ranlib", "readelf", "rm", "sed", "sh", "sort", "strip", "tar", "unxz", "xargs", "xz", "yacc", "zcat"],
  ],
  env: { ARCH: "x86", ARCH_DIR: "x86" },
  // live-bootstrap's own manifest decides what is built in which order; the layout is the one that its rootfs.py makes.
  build: fromScratch(
    unpack("M2libc.tar.gz", "/M2libc", `M2libc-${libc}`),
    unpack("live-bootstrap.tar.gz", "/", `live-bootstrap-${liveBootstrap}/seed`),
    unpack("live-bootstrap.tar.gz", "/steps", `live-bootstrap-${liveBootstrap}/steps`),
    directory("/"),
    mountSources("/external/distfiles"),
    exec("/x86/bin/kaem", "--verbose", "--strict", "--file", "/files/start.kaem"),
  ),
  standIns: ["debian-bookworm-gcc", "debian-trixie-gcc", "debian-forky-clang"],
});
