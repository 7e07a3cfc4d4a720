import { autotools, buildTriplet, debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Libstdcxx } from "./stage2-libstdcxx.js";
import { stage3Gmp } from "./stage3-gmp.js";

export const stage3Mpfr = definePackage({
  name: "bootstrap-stage3-mpfr",
  version: "4.2.2",
  description: "MPFR, an input of the compiler",
  license: "LGPL-3.0-or-later",
  website: "https://www.mpfr.org",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/m/mpfr4/mpfr4_4.2.2.orig.tar.xz"), sha256: "b67ba0383ef7e8a8563734e2e889ef5ec3c3b898a01d00fa0a6869ad81c6ce01", size: 1505596 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Libstdcxx, stage3Gmp],
  runDeps: [stage3Gmp],
  env: { PATH: "/cross/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  build: autotools({
    prefix: "/mathlibs",
    configure: [
      `--build=${buildTriplet}`,
      `--host=${triplet}`,
      "--disable-shared",
      "--with-gmp=/mathlibs",
    ],
    cache: { CFLAGS: "-O2 -g0" },
    after: {
      install: sh`
        rm -rf /rootfs/mathlibs/share /rootfs/mathlibs/lib/pkgconfig
        rm -f /rootfs/mathlibs/lib/*.la
      `,
    },
  }),
});
