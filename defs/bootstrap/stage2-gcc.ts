import { autotools, buildTriplet, byPlatform, debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Binutils } from "./stage2-binutils.js";
import { stage2Headers } from "./stage2-headers.js";
import { stage2Mpc } from "./stage2-mpc.js";

// GCC puts libraries of 64 bits into lib64 unless this fragment of its makefile says otherwise.
const abi = byPlatform({ "linux/amd64": "m64", "linux/arm64": "lp64" });
const fragment = byPlatform({ "linux/amd64": "i386/t-linux64", "linux/arm64": "aarch64/t-aarch64-linux" });

// Debian wraps the release in an archive without its manuals: the rule that checks one of them has nothing to check.
export const stage2Gcc = definePackage({
  name: "bootstrap-stage2-gcc",
  version: "15.2.0",
  description: "Cross compiler for C and C++, with a static libgcc",
  license: "GPL-3.0-or-later WITH GCC-exception-3.1",
  website: "https://gcc.gnu.org",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/g/gcc-15/gcc-15_15.2.0.orig.tar.gz"), sha256: "3121d3e2821fe21088deb77f11ee786d80969a1c55255386a43ecca1e06b47c0", size: 100989491 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Headers, stage2Mpc, stage2Binutils],
  runDeps: [stage2Headers, stage2Binutils],
  env: { PATH: "/cross/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  build: autotools({
    prefix: "/cross",
    directory: "obj",
    configure: [
      `--build=${buildTriplet}`,
      `--target=${triplet}`,
      `--with-sysroot=/cross/${triplet}/sysroot`,
      "--with-native-system-header-dir=/usr/include",
      "--with-gmp=/cross/host",
      "--with-mpfr=/cross/host",
      "--with-mpc=/cross/host",
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
      "--disable-libstdcxx-pch",
      "--disable-libvtv",
      "--disable-gcov",
      "--disable-libatomic",
      "--disable-lto",
      "--disable-plugin",
      "--disable-shared",
      "--disable-libstdcxx",
    ],
    cache: { CFLAGS: "-O1 -g0", CXXFLAGS: "-O1 -g0", CFLAGS_FOR_TARGET: "-O2 -g0", CXXFLAGS_FOR_TARGET: "-O2 -g0" },
    make: ["MAKEINFO=true", "all-gcc", "all-target-libgcc"],
    install: ["MAKEINFO=true", "DESTDIR=/rootfs", "install-strip-gcc", "install-target-libgcc"],
    before: {
      prepare: sh`
        tar -x --no-same-owner --strip-components=1 -f gcc-15.2.0-dfsg.tar.xz
        rm gcc-15.2.0-dfsg.tar.xz newlib-4.5.0.20241231.tar.xz
        sed -i '/^$(srcdir)\/doc\/tm.texi: s-tm-texi/d' gcc/Makefile.in
        sed -i '/${abi}=/s/lib64/lib/' gcc/config/${fragment}
      `,
    },
    after: {
      install: sh`
        rm -rf /rootfs/cross/share
      `,
    },
  }),
});
