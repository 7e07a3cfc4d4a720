import { autotools, debian, definePackage, output } from "#dsl";
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

export const stage4M4 = definePackage({
  name: "bootstrap-stage4-m4",
  version: "1.4.19",
  description: "GNU m4",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/m4/",
  sources: [{ url: debian("pool/main/m/m4/m4_1.4.19.orig.tar.xz"), sha256: "63aede5c6d33b6d9b13511cd0be2cac046f2e70fd0a07aa9573a04a82783af96", size: 1654908 }],
  base: stage3Base,
  buildDeps: [stage3Busybox, stage3Headers, stage3Make, stage4Clang, stage4CompilerRt, stage4Libcxx, stage4Lld, output(stage4Llvm, "tools"), stage4Musl],
  runDeps: [stage4Musl],
  provides: ["m4"],
  build: autotools({
    configure: ["--build=x86_64-linux-musl", "--disable-nls"],
    cache: { CC: "clang", CFLAGS: "-O2 -g0 -std=gnu17", LDFLAGS: "-Wl,-s" },
    make: ["MAKEINFO=true"],
    install: ["MAKEINFO=true", "DESTDIR=/rootfs", "install"],
    remove: ["/usr/share"],
  }),
});
