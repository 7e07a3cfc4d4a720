import { autotools, buildTriplet, debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Libstdcxx } from "./stage2-libstdcxx.js";
import { stage3Musl } from "./stage3-musl.js";

// Debian left the manual out of the archive, and the makefiles still name its files. The bundled fnmatch.c is older than C23.
export const stage3Make = definePackage({
  name: "bootstrap-stage3-make",
  version: "4.4.1",
  description: "GNU make",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/make/",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/m/make-dfsg/make-dfsg_4.4.1.orig.tar.xz"), sha256: "3b16b00ea1079af9f8096bbc71ff7cc00c249fc6a862003da3c42308a0adb0fe", size: 1125180 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Libstdcxx],
  runDeps: [stage3Musl],
  provides: ["make"],
  env: { PATH: "/cross/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  build: autotools({
    configure: [
      `--build=${buildTriplet}`,
      `--host=${triplet}`,
      "--disable-nls",
      "--without-guile",
    ],
    cache: { CFLAGS: "-O2 -g0 -std=gnu17" },
    make: ["MAKEINFO=true"],
    install: ["MAKEINFO=true", "DESTDIR=/rootfs", "install"],
    before: {
      prepare: sh`
        mkdir -p doc
        printf 'all install:\n' > doc/Makefile.in
        : > doc/make.1
      `,
    },
    after: {
      install: sh`
        rm -rf /rootfs/usr/share
      `,
    },
  }),
});
