import { autotools, buildTriplet, debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Libstdcxx } from "./stage2-libstdcxx.js";

// Debian left the manual out of the archive, and configure still wants its makefile. A test of the compiler in it is older than C23:
// when that fails, configure silently takes the next compiler, which would be the one of stage1.
export const stage3Gmp = definePackage({
  name: "bootstrap-stage3-gmp",
  version: "6.3.0",
  description: "GMP, an input of the compiler",
  license: "LGPL-3.0-or-later OR GPL-2.0-or-later",
  website: "https://gmplib.org",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/g/gmp/gmp_6.3.0+dfsg.orig.tar.xz"), sha256: "bd2966e6d277f79328e894a5a9f3ba3fbf2ed2be81def5f48623e30c23fb1572", size: 1870556 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Libstdcxx],
  env: { PATH: "/cross/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  build: autotools({
    prefix: "/mathlibs",
    configure: [
      `--build=${buildTriplet}`,
      `--host=${triplet}`,
      "--disable-shared",
    ],
    cache: { CC: `${triplet}-gcc`, CC_FOR_BUILD: "cc", CFLAGS: "-O2 -g0 -std=gnu17" },
    before: {
      prepare: sh`
        mkdir -p doc
        printf 'all install:\n' > doc/Makefile.in
      `,
    },
    after: {
      install: sh`
        rm -rf /rootfs/mathlibs/share /rootfs/mathlibs/lib/pkgconfig
        rm -f /rootfs/mathlibs/lib/*.la
      `,
    },
  }),
});
