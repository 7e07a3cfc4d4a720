import { autotools, buildTriplet, debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Libstdcxx } from "./stage2-libstdcxx.js";
import { stage3Musl } from "./stage3-musl.js";

// Its gnulib is older than C23.
export const stage3M4 = definePackage({
  name: "bootstrap-stage3-m4",
  version: "1.4.19",
  description: "GNU m4",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/m4/",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/m/m4/m4_1.4.19.orig.tar.xz"), sha256: "63aede5c6d33b6d9b13511cd0be2cac046f2e70fd0a07aa9573a04a82783af96", size: 1654908 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Libstdcxx],
  runDeps: [stage3Musl],
  provides: ["m4"],
  env: { PATH: "/cross/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  build: autotools({
    configure: [
      `--build=${buildTriplet}`,
      `--host=${triplet}`,
      "--disable-nls",
    ],
    cache: { CFLAGS: "-O2 -g0 -std=gnu17" },
    make: ["MAKEINFO=true"],
    install: ["MAKEINFO=true", "DESTDIR=/rootfs", "install"],
    after: {
      install: sh`
        rm -rf /rootfs/usr/share
      `,
    },
  }),
});
