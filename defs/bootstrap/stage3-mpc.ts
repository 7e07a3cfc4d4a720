import { autotools, buildTriplet, debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Libstdcxx } from "./stage2-libstdcxx.js";
import { stage3Mpfr } from "./stage3-mpfr.js";

export const stage3Mpc = definePackage({
  name: "bootstrap-stage3-mpc",
  version: "1.3.1",
  description: "MPC, an input of the compiler",
  license: "LGPL-3.0-or-later",
  website: "https://www.multiprecision.org/mpc/",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/m/mpclib3/mpclib3_1.3.1.orig.tar.gz"), sha256: "ab642492f5cf882b74aa0cb730cd410a81edcdbec895183ce930e706c1c759b8", size: 773573 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Libstdcxx, stage3Mpfr],
  runDeps: [stage3Mpfr],
  env: { PATH: "/cross/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  build: autotools({
    prefix: "/mathlibs",
    configure: [
      `--build=${buildTriplet}`,
      `--host=${triplet}`,
      "--disable-shared",
      "--with-gmp=/mathlibs",
      "--with-mpfr=/mathlibs",
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
