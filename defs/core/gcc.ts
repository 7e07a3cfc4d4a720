import { autotools, debian, definePackage } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { binutils } from "./binutils.js";
import { gmp } from "./gmp.js";
import { linuxHeaders } from "./linux-headers.js";
import { mpc } from "./mpc.js";
import { mpfr } from "./mpfr.js";
import { musl } from "./musl.js";
import { zlib } from "./zlib.js";

const version = "15.2.0";

// Debian wraps the release, without its manuals, in an archive.
export const gcc = definePackage({
  name: "core-gcc",
  version,
  description: "Compilers for C and C++ with their libraries",
  license: "GPL-3.0-or-later WITH GCC-exception-3.1",
  website: "https://gcc.gnu.org",
  purl: "pkg:generic/gcc",
  cpe: "cpe:2.3:a:gnu:gcc:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/g/gcc-15/gcc-15_${version}.orig.tar.gz`),
    sha256: "3121d3e2821fe21088deb77f11ee786d80969a1c55255386a43ecca1e06b47c0",
    size: 100989491,
    nested: [`gcc-${version}-dfsg.tar.xz`],
  }],
  patches: ["awk.patch", "lib.patch", "libgcc-debug.patch", "no-manual.patch"],
  licenseFiles: ["COPYING.RUNTIME", "COPYING3", "COPYING3.LIB"],
  base: stage3,
  buildDeps: [binutils, mpc, zlib],
  runDeps: [binutils, gmp, linuxHeaders, mpc, mpfr, musl, zlib],
  provides: ["c++", "cc", "cpp", "g++", "gcc", "gcc-ar", "gcc-nm", "gcc-ranlib", "gcov"],
  build: autotools({
    check: { skip: "need DejaGnu" },
    directory: "obj",
    configure: [
      "--build=x86_64-linux-musl",
      "--libexecdir=/usr/lib",
      "--with-linker-hash-style=gnu",
      "--with-system-zlib",
      "--without-isl",
      "--without-zstd",
      "--enable-default-pie",
      "--enable-default-ssp",
      "--enable-initfini-array",
      "--enable-languages=c,c++",
      "--disable-bootstrap",
      "--disable-fixincludes",
      // A plugin for a debugger, which would take the static libstdc++ of stage3 into a shared library.
      "--disable-libcc1",
      "--disable-libitm",
      "--disable-libquadmath",
      "--disable-libsanitizer",
      "--disable-libssp",
      "--disable-libstdcxx-pch",
      "--disable-libvtv",
      "--disable-multilib",
      "--disable-nls",
      "--disable-werror",
    ],
    env: { CFLAGS_FOR_TARGET: "-O2", CXXFLAGS_FOR_TARGET: "-O2" },
    make: ["MAKEINFO=true"],
    install: ["MAKEINFO=true", "DESTDIR=/rootfs", "install-strip"],
    // For who repairs the system's headers: the compiler calls none of it, and one of them asks for a shell.
    remove: ["/usr/lib/gcc/x86_64-linux-musl/*/install-tools", "/usr/lib/libstdc++.so.*-gdb.py"],
    links: [{ at: "/usr/bin/cc", to: "gcc" }],
  }),
  tests: [
    { program: "threads.cc", flags: ["-O2", "-flto"] },
    { program: "old.cc", flags: ["-std=gnu++98", "-static"] },
  ],
  allow: [
    { code: "E803", subject: "core-binutils", reason: "the compiler starts the assembler and the linker" },
    { code: "E803", subject: "core-linux-headers", reason: "what is compiled includes them, also by way of the C library's headers" },
  ],
});
