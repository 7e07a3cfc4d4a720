import { autotools, buildTriplet, debian, definePackage, on, sh } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Mpfr } from "./stage2-mpfr.js";

export const stage2Mpc = definePackage({
  name: "bootstrap-stage2-mpc",
  version: "1.3.1",
  description: "MPC, an input of the compiler",
  license: "LGPL-3.0-or-later",
  website: "https://www.multiprecision.org/mpc/",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/m/mpclib3/mpclib3_1.3.1.orig.tar.gz"), sha256: "ab642492f5cf882b74aa0cb730cd410a81edcdbec895183ce930e706c1c759b8", size: 773573 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Mpfr],
  runDeps: [stage2Mpfr],
  build: autotools({
    prefix: "/cross/host",
    configure: [
      `--build=${buildTriplet}`,
      "--disable-shared",
      "--with-gmp=/cross/host",
      "--with-mpfr=/cross/host",
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
