import { autotools, buildTriplet, debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";

export const stage2Binutils = definePackage({
  name: "bootstrap-stage2-binutils",
  version: "2.44",
  description: "Cross assembler and linker",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/binutils/",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/b/binutils/binutils_2.44.orig.tar.xz"), sha256: "c41a0272424f41bb01bf828e7ffef1b2d59d1788064fd6b5f1d971717e9320b8", size: 27504768 }],
  base: on("linux/386", stage1),
  build: autotools({
    prefix: "/cross",
    directory: "obj",
    configure: [
      `--build=${buildTriplet}`,
      `--target=${triplet}`,
      `--with-sysroot=/cross/${triplet}/sysroot`,
      "--disable-nls",
      "--disable-multilib",
      "--disable-werror",
      "--disable-gdb",
      "--disable-gdbserver",
      "--disable-sim",
      "--disable-gprofng",
      "--disable-gprof",
      "--disable-libdecnumber",
      "--disable-readline",
      "--enable-deterministic-archives",
      "--enable-new-dtags",
      "--without-zstd",
      "--without-debuginfod",
      "--without-msgpack",
      "--disable-plugins",
    ],
    cache: { CFLAGS: "-O1 -g0", CXXFLAGS: "-O1 -g0" },
    make: ["MAKEINFO=true"],
    install: ["MAKEINFO=true", "DESTDIR=/rootfs", "install-strip"],
    after: {
      install: sh`
        rm -rf /rootfs/cross/share
      `,
    },
  }),
});
