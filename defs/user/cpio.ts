import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "../core/busybox.js";
import { musl } from "../core/musl.js";

const version = "2.13";

export const cpio = definePackage({
  name: "user-cpio",
  version,
  description: "Archiver for cpio and tar formats",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/cpio/",
  purl: "pkg:generic/cpio",
  cpe: "cpe:2.3:a:gnu:cpio:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/c/cpio/cpio_${version}+dfsg.orig.tar.bz2`),
    sha256: "fd1e6fb3c683bf82ae0db237af87376c6a376d1f6bf6564c9b335785e76106a9",
    size: 1333677,
  }],
  patches: ["no-manual.patch"],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["cpio"],
  build: autotools({
    configure: ["--disable-nls", "--disable-mt"],
    // What gnulib of 2019 does in its obstack.c, Clang takes for a mistake.
    cflags: ["-std=gnu17", "-fcommon", "-Wno-error=incompatible-function-pointer-types"],
  }),
  tests: [sh`cd /tmp && echo x >f && echo f | cpio -o -H newc --reproducible 2>/dev/null | cpio -t 2>/dev/null | grep -qx f`],
  testDeps: [busybox],
});
