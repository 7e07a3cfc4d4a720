import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3CrossTools } from "./stage3-cross-tools.js";
import { stage3Musl } from "./stage3-musl.js";

export const stage3Binutils = definePackage({
  name: "bootstrap-stage3-binutils",
  version: "2.44",
  description: "Assembler, linker and binary tools",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/binutils/",
  sources: [{ url: debian("pool/main/b/binutils/binutils_2.44.orig.tar.xz"), sha256: "c41a0272424f41bb01bf828e7ffef1b2d59d1788064fd6b5f1d971717e9320b8", size: 27504768 }],
  buildDeps: [stage3CrossTools],
  runDeps: [stage3Musl],
  build: autotools({
    directory: "obj",
    configure: [
      "--build=x86_64-linux-musl",
      "--host=x86_64-linux-musl",
      "--target=x86_64-linux-musl",
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
      "--enable-plugins",
    ],
    cache: { CFLAGS: "-O2 -g0", CXXFLAGS: "-O2 -g0" },
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
