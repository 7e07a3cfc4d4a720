import { autotools, debian, definePackage, on, sh } from "#dsl";
import { stage1 } from "./stage1.js";

export const stage2Aarch64Binutils = definePackage({
  name: "bootstrap-stage2-aarch64-binutils",
  version: "2.44",
  description: "Cross assembler and linker for AArch64",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/binutils/",
  sources: [{ url: debian("pool/main/b/binutils/binutils_2.44.orig.tar.xz"), sha256: "c41a0272424f41bb01bf828e7ffef1b2d59d1788064fd6b5f1d971717e9320b8", size: 27504768 }],
  base: on("linux/386", stage1),
  build: autotools({
    prefix: "/cross",
    directory: "obj",
    configure: [
      "--build=x86_64-pc-linux-gnu",
      "--target=aarch64-linux-musl",
      "--with-sysroot=/cross/aarch64-linux-musl/sysroot",
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
