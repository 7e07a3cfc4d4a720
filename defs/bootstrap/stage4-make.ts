import { autotools, debian, definePackage, output, sh } from "#dsl";
import { stage3Base } from "./stage3-base.js";
import { stage3Busybox } from "./stage3-busybox.js";
import { stage3Headers } from "./stage3-headers.js";
import { stage3Make } from "./stage3-make.js";
import { stage4Clang } from "./stage4-clang.js";
import { stage4CompilerRt } from "./stage4-compiler-rt.js";
import { stage4Libcxx } from "./stage4-libcxx.js";
import { stage4Lld } from "./stage4-lld.js";
import { stage4Llvm } from "./stage4-llvm.js";
import { stage4Musl } from "./stage4-musl.js";

// Debian left the manual out of the archive, and the makefiles still name its files. The bundled fnmatch.c is older than C23.
export const stage4Make = definePackage({
  name: "bootstrap-stage4-make",
  version: "4.4.1",
  description: "GNU make",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/make/",
  sources: [{ url: debian("pool/main/m/make-dfsg/make-dfsg_4.4.1.orig.tar.xz"), sha256: "3b16b00ea1079af9f8096bbc71ff7cc00c249fc6a862003da3c42308a0adb0fe", size: 1125180 }],
  base: stage3Base,
  buildDeps: [stage3Busybox, stage3Headers, stage3Make, stage4Clang, stage4CompilerRt, stage4Libcxx, stage4Lld, output(stage4Llvm, "tools"), stage4Musl],
  runDeps: [stage4Musl],
  provides: ["make"],
  build: autotools({
    configure: ["--build=x86_64-linux-musl", "--disable-nls", "--without-guile"],
    cache: { CC: "clang", CFLAGS: "-O2 -g0 -std=gnu17", LDFLAGS: "-Wl,-s" },
    make: ["MAKEINFO=true"],
    install: ["MAKEINFO=true", "DESTDIR=/rootfs", "install"],
    remove: ["/usr/share"],
    before: {
      prepare: sh`
        mkdir -p doc
        printf 'all install:\n' > doc/Makefile.in
        : > doc/make.1
      `,
    },
  }),
});
