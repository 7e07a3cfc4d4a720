import { autotools, buildTriplet, debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Libstdcxx } from "./stage2-libstdcxx.js";
import { stage3Musl } from "./stage3-musl.js";

export const stage3Binutils = definePackage({
  name: "bootstrap-stage3-binutils",
  version: "2.44",
  description: "Assembler, linker and binary tools",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/binutils/",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/b/binutils/binutils_2.44.orig.tar.xz"), sha256: "c41a0272424f41bb01bf828e7ffef1b2d59d1788064fd6b5f1d971717e9320b8", size: 27504768 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Libstdcxx],
  runDeps: [stage3Musl],
  provides: ["ar", "as", "ld", "nm", "objcopy", "objdump", "ranlib", "readelf", "size", "strings", "strip"],
  env: { PATH: "/cross/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  build: autotools({
    directory: "obj",
    configure: [
      `--build=${buildTriplet}`,
      `--host=${triplet}`,
      `--target=${triplet}`,
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
      "--disable-shared",
      "--disable-plugins",
    ],
    cache: { CC_FOR_BUILD: "cc", CFLAGS: "-O1 -g0", CXXFLAGS: "-O1 -g0" },
    make: ["MAKEINFO=true"],
    install: ["MAKEINFO=true", "DESTDIR=/rootfs", "install-strip"],
    after: {
      install: sh`
        rm -rf /rootfs/usr/share
        find /rootfs -name '*.la' -delete
      `,
    },
  }),
});
