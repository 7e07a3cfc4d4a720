import { autotools, buildTriplet, byPlatform, debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Libstdcxx } from "./stage2-libstdcxx.js";
import { stage3Binutils } from "./stage3-binutils.js";
import { stage3Headers } from "./stage3-headers.js";
import { stage3Libstdcxx } from "./stage3-libstdcxx.js";
import { stage3Mpc } from "./stage3-mpc.js";
import { stage3Musl } from "./stage3-musl.js";

// GCC puts libraries of 64 bits into lib64 unless this fragment of its makefile says otherwise.
const abi = byPlatform({ "linux/amd64": "m64", "linux/arm64": "lp64" });
const fragment = byPlatform({ "linux/amd64": "i386/t-linux64", "linux/arm64": "aarch64/t-aarch64-linux" });

// Debian wraps the release in an archive without its manuals: the rule that checks one of them has nothing to check.
// libgcc asks for debug information by itself, with paths of the build. GCC's generators of source text are compiled by stage2 as well:
// compiled by GCC and by Clang they write different text, of which cc1 is made.
export const stage3Gcc = definePackage({
  name: "bootstrap-stage3-gcc",
  version: "15.2.0",
  description: "Compiler for C and C++, with a static libgcc",
  license: "GPL-3.0-or-later WITH GCC-exception-3.1",
  website: "https://gcc.gnu.org",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/g/gcc-15/gcc-15_15.2.0.orig.tar.gz"), sha256: "3121d3e2821fe21088deb77f11ee786d80969a1c55255386a43ecca1e06b47c0", size: 100989491 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Libstdcxx, stage3Mpc],
  runDeps: [stage3Headers, stage3Musl, stage3Binutils, stage3Libstdcxx],
  provides: ["c++", "cc", "cpp", "g++", "gcc"],
  env: { PATH: "/cross/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  build: autotools({
    directory: "obj",
    configure: [
      `--build=${buildTriplet}`,
      `--host=${triplet}`,
      `--target=${triplet}`,
      "--libexecdir=/usr/lib",
      `--with-build-sysroot=/cross/${triplet}/sysroot`,
      "--with-gmp=/mathlibs",
      "--with-mpfr=/mathlibs",
      "--with-mpc=/mathlibs",
      "--without-isl",
      "--without-zstd",
      "--with-linker-hash-style=gnu",
      "--enable-languages=c,c++",
      "--enable-default-pie",
      "--enable-initfini-array",
      "--disable-bootstrap",
      "--disable-multilib",
      "--disable-nls",
      "--disable-werror",
      "--disable-fixincludes",
      "--disable-libcc1",
      "--disable-libgomp",
      "--disable-libitm",
      "--disable-libquadmath",
      "--disable-libsanitizer",
      "--disable-libssp",
      "--disable-libvtv",
      "--disable-gcov",
      "--disable-libatomic",
      "--disable-lto",
      "--disable-plugin",
      "--disable-shared",
      "--disable-libstdcxx",
    ],
    cache: {
      // For AArch64 stage2 compiles no programs that run here.
      CC_FOR_BUILD: byPlatform({ "linux/amd64": "x86_64-linux-musl-gcc -static", "linux/arm64": "cc" }),
      CXX_FOR_BUILD: byPlatform({ "linux/amd64": "x86_64-linux-musl-g++ -static", "linux/arm64": "c++" }),
      CFLAGS: "-O1 -g0",
      CXXFLAGS: "-O1 -g0",
      CFLAGS_FOR_BUILD: "-O1 -g0",
      CXXFLAGS_FOR_BUILD: "-O1 -g0",
      CFLAGS_FOR_TARGET: "-O2 -g0",
      CXXFLAGS_FOR_TARGET: "-O2 -g0",
    },
    make: ["MAKEINFO=true", "all-gcc", "all-target-libgcc"],
    install: ["MAKEINFO=true", "DESTDIR=/rootfs", "install-strip-gcc", "install-target-libgcc"],
    before: {
      prepare: sh`
        tar -x --no-same-owner --strip-components=1 -f gcc-15.2.0-dfsg.tar.xz
        rm gcc-15.2.0-dfsg.tar.xz newlib-4.5.0.20241231.tar.xz
        sed -i '/^$(srcdir)\/doc\/tm.texi: s-tm-texi/d' gcc/Makefile.in
        sed -i '/${abi}=/s/lib64/lib/' gcc/config/${fragment}
        sed -i 's/^LIBGCC2_DEBUG_CFLAGS = -g$/&0/' libgcc/Makefile.in
      `,
    },
    after: {
      install: sh`
        ln -s gcc /rootfs/usr/bin/cc
        rm -rf /rootfs/usr/share
      `,
    },
  }),
});
