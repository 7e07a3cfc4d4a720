import { autotools, buildTriplet, debian, definePackage, on, sh } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Gmp } from "./stage2-gmp.js";

export const stage2Mpfr = definePackage({
  name: "bootstrap-stage2-mpfr",
  version: "4.2.2",
  description: "MPFR, an input of the compiler",
  license: "LGPL-3.0-or-later",
  website: "https://www.mpfr.org",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/m/mpfr4/mpfr4_4.2.2.orig.tar.xz"), sha256: "b67ba0383ef7e8a8563734e2e889ef5ec3c3b898a01d00fa0a6869ad81c6ce01", size: 1505596 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Gmp],
  runDeps: [stage2Gmp],
  build: autotools({
    prefix: "/cross/host",
    configure: [
      `--build=${buildTriplet}`,
      "--disable-shared",
      "--with-gmp=/cross/host",
    ],
    cache: { CFLAGS: "-O1 -g0" },
    after: {
      install: sh`
        rm -rf /rootfs/cross/host/share /rootfs/cross/host/lib/pkgconfig
        rm -f /rootfs/cross/host/lib/*.la
      `,
    },
  }),
});
