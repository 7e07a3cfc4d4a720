import { debian, definePackage, output, sh } from "#dsl";
import { stage3Base } from "./stage3-base.js";
import { stage3Busybox } from "./stage3-busybox.js";
import { stage3Make } from "./stage3-make.js";
import { stage3Musl } from "./stage3-musl.js";
import { stage4Clang } from "./stage4-clang.js";
import { stage4CompilerRt } from "./stage4-compiler-rt.js";
import { stage4Lld } from "./stage4-lld.js";
import { stage4Llvm } from "./stage4-llvm.js";

export const stage4Musl = definePackage({
  name: "bootstrap-stage4-musl",
  version: "1.2.6",
  description: "C library",
  license: "MIT",
  website: "https://musl.libc.org",
  sources: [{ url: debian("pool/main/m/musl/musl_1.2.6.orig.tar.gz"), sha256: "d585fd3b613c66151fc3249e8ed44f77020cb5e6c1e635a616d3f9f82460512a", size: 1082499 }],
  base: stage3Base,
  buildDeps: [stage3Busybox, stage3Make, stage3Musl, stage4Clang, stage4CompilerRt, stage4Lld, output(stage4Llvm, "tools")],
  // allow W206: the place of the functions that it links is asked of the compiler
  build: sh`
    ./configure \
        --prefix=/usr \
        --syslibdir=/usr/lib \
        --target=x86_64-linux-musl \
        --with-malloc=mallocng \
        AR=ar \
        CC=clang \
        CFLAGS='-O2 -g0' \
        LIBCC="$(clang -print-libgcc-file-name)" \
        RANLIB=ranlib
    make -j "$(nproc)"
    make DESTDIR=/rootfs install
    mkdir -p /rootfs/usr/bin
    ln -s ../lib/libc.so /rootfs/usr/bin/ldd
  `,
});
