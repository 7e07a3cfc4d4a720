import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "../core/busybox.js";
import { musl } from "../core/musl.js";

const version = "4.2";

export const dosfstools = definePackage({
  name: "user-dosfstools",
  version,
  description: "Utilities for FAT filesystems",
  license: "GPL-3.0-or-later",
  website: "https://github.com/dosfstools/dosfstools",
  purl: "pkg:github/dosfstools/dosfstools",
  sources: [{
    url: debian(`pool/main/d/dosfstools/dosfstools_${version}.orig.tar.gz`),
    sha256: "64926eebf90092dca21b14259a5301b7b98e7b1943e8a201c7d726084809b527",
    size: 320917,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["fatlabel", "fsck.fat", "mkfs.fat", "mkfs.vfat"],
  build: autotools({ configure: ["--sbindir=/usr/bin", "--enable-compat-symlinks", "--disable-rpath"] }),
  tests: [["/usr/bin/mkfs.fat", "-C", "/tmp/disk", "1440"], sh`mkfs.fat -C -n LABEL /tmp/other 1440 && test "$(fatlabel /tmp/other)" = LABEL && fsck.fat -n /tmp/other`],
  testDeps: [busybox],
});
