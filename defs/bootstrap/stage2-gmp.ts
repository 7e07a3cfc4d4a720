import { autotools, buildTriplet, debian, definePackage, on, sh } from "#dsl";
import { stage1 } from "./stage1.js";

// Debian left the manual out of the archive, and configure still wants its makefile.
export const stage2Gmp = definePackage({
  name: "bootstrap-stage2-gmp",
  version: "6.3.0",
  description: "GMP, an input of the compiler",
  license: "LGPL-3.0-or-later OR GPL-2.0-or-later",
  website: "https://gmplib.org",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/g/gmp/gmp_6.3.0+dfsg.orig.tar.xz"), sha256: "bd2966e6d277f79328e894a5a9f3ba3fbf2ed2be81def5f48623e30c23fb1572", size: 1870556 }],
  base: on("linux/386", stage1),
  build: autotools({
    prefix: "/cross/host",
    configure: [
      `--build=${buildTriplet}`,
      "--disable-shared",
      "--disable-assembly",
    ],
    cache: { CFLAGS: "-O1 -g0" },
    before: {
      prepare: sh`
        mkdir -p doc
        printf 'all install:\n' > doc/Makefile.in
      `,
    },
    after: {
      install: sh`
        rm -rf /rootfs/cross/host/share /rootfs/cross/host/lib/pkgconfig
        rm -f /rootfs/cross/host/lib/*.la
      `,
    },
  }),
});
