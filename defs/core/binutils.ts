import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { musl } from "./musl.js";
import { zlib } from "./zlib.js";

const version = "2.44";

// In Debian's archive three manuals are stubs and two are missing; nothing of them is built.
export const binutils = definePackage({
  name: "core-binutils",
  version,
  description: "Assembler, linker and binary tools",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/binutils/",
  purl: "pkg:generic/binutils",
  cpe: "cpe:2.3:a:gnu:binutils:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/b/binutils/binutils_${version}.orig.tar.xz`),
    sha256: "c41a0272424f41bb01bf828e7ffef1b2d59d1788064fd6b5f1d971717e9320b8",
    size: 27504768,
  }],
  licenseFiles: ["COPYING", "COPYING.LIB", "COPYING3", "COPYING3.LIB"],
  base: stage3,
  buildDeps: [zlib],
  runDeps: [musl, zlib],
  provides: ["ar", "as", "ld", "nm", "objcopy", "objdump", "ranlib", "readelf", "size", "strings", "strip"],
  build: autotools({
    check: { skip: "need DejaGnu" },
    directory: "obj",
    configure: [
      "--build=x86_64-linux-musl",
      "--disable-gprofng",
      "--disable-multilib",
      "--disable-nls",
      "--disable-werror",
      "--enable-deterministic-archives",
      "--enable-new-dtags",
      "--enable-plugins",
      "--with-system-zlib",
      "--without-debuginfod",
      "--without-msgpack",
      "--without-zstd",
    ],
    make: ["MAKEINFO=true"],
    install: ["MAKEINFO=true", "DESTDIR=/rootfs", "install-strip"],
  }),
  tests: [sh`
    echo '.globl _start; _start: nop' >/tmp/x.s
    as -o /tmp/x.o /tmp/x.s
    ld -o /tmp/x /tmp/x.o
    nm /tmp/x | grep ' T _start'
  `],
  testDeps: [stage3],
});
