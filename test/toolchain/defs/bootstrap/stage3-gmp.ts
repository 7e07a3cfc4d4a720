import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3CrossTools } from "./stage3-cross-tools.js";

// Debian left the manual out of the archive, and configure still wants its makefile.
export const stage3Gmp = definePackage({
  name: "bootstrap-stage3-gmp",
  version: "6.3.0",
  description: "GMP, an input of the compiler",
  license: "LGPL-3.0-or-later OR GPL-2.0-or-later",
  website: "https://gmplib.org",
  sources: [{ url: debian("pool/main/g/gmp/gmp_6.3.0+dfsg.orig.tar.xz"), sha256: "bd2966e6d277f79328e894a5a9f3ba3fbf2ed2be81def5f48623e30c23fb1572", size: 1870556 }],
  buildDeps: [stage3CrossTools],
  build: autotools({
    prefix: "/mathlibs",
    configure: [
      "--build=x86_64-linux-musl",
      "--host=x86_64-linux-musl",
      "--disable-shared",
    ],
    cache: { CFLAGS: "-O2 -g0" },
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
