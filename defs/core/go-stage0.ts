import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { musl } from "./musl.js";

const version = "15.2.0";

// GCC's own compiler for Go, written in C++: the first link of a chain without any Go binary. It compiles the next link and nothing else, so it
// brings its own libraries for numbers. Debian wraps the release, without its manuals, in an archive.
export const goStage0 = definePackage({
  name: "core-go-stage0",
  version,
  description: "Compilers for C and Go 1.18 of GCC, without Go's library",
  license: "GPL-3.0-or-later WITH GCC-exception-3.1",
  website: "https://gcc.gnu.org",
  sources: [
    {
      url: debian(`pool/main/g/gcc-15/gcc-15_${version}.orig.tar.gz`),
      sha256: "3121d3e2821fe21088deb77f11ee786d80969a1c55255386a43ecca1e06b47c0",
      size: 100989491,
      nested: [`gcc-${version}-dfsg.tar.xz`],
    },
    {
      url: debian("pool/main/g/gmp/gmp_6.3.0+dfsg.orig.tar.xz"),
      sha256: "bd2966e6d277f79328e894a5a9f3ba3fbf2ed2be81def5f48623e30c23fb1572",
      size: 1870556,
      into: "gmp",
    },
    {
      url: debian("pool/main/m/mpfr4/mpfr4_4.2.2.orig.tar.xz"),
      sha256: "b67ba0383ef7e8a8563734e2e889ef5ec3c3b898a01d00fa0a6869ad81c6ce01",
      size: 1505596,
      into: "mpfr",
    },
    {
      url: debian("pool/main/m/mpclib3/mpclib3_1.3.1.orig.tar.gz"),
      sha256: "ab642492f5cf882b74aa0cb730cd410a81edcdbec895183ce930e706c1c759b8",
      size: 773573,
      into: "mpc",
    },
  ],
  patches: ["awk.patch", "gmp-manual.patch", "lib.patch", "libgcc-debug.patch", "no-manual.patch"],
  licenseFiles: ["COPYING.RUNTIME", "COPYING3", "COPYING3.LIB"],
  base: stage3,
  runDeps: [musl],
  provides: ["cc", "gcc", "gccgo"],
  build: autotools({
    directory: "obj",
    configure: [
      "--build=x86_64-linux-musl",
      "--libexecdir=/usr/lib",
      "--with-linker-hash-style=gnu",
      "--without-isl",
      "--without-zstd",
      "--enable-default-pie",
      "--enable-initfini-array",
      "--enable-languages=c,go",
      "--disable-bootstrap",
      "--disable-cet",
      "--disable-fixincludes",
      "--disable-libatomic",
      "--disable-libcc1",
      "--disable-libgomp",
      "--disable-libitm",
      "--disable-libquadmath",
      "--disable-libsanitizer",
      "--disable-libssp",
      "--disable-libvtv",
      "--disable-lto",
      "--disable-multilib",
      "--disable-nls",
      "--disable-plugin",
      "--disable-shared",
      "--disable-werror",
    ],
    cache: {
      // The configure script of GMP is older than C23.
      CFLAGS: "-O1 -g0 -std=gnu17",
      CXXFLAGS: "-O1 -g0",
      CFLAGS_FOR_TARGET: "-O2 -g0",
      LDFLAGS: "-Wl,-s",
    },
    make: ["MAKEINFO=true", "all-gcc", "all-target-libgcc"],
    install: ["MAKEINFO=true", "DESTDIR=/rootfs", "install-gcc", "install-target-libgcc"],
    remove: ["/usr/share"],
  }),
  tests: [sh`
    echo 'package x; func F() int { return 42 }' >/tmp/x.go
    gccgo -c -o /tmp/x.o /tmp/x.go
    nm /tmp/x.o | grep 'T .*F'
  `],
  testDeps: [stage3],
});
