import { debian, definePackage, output, sh } from "#dsl";
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

// tc does not compile with current Linux headers; ar, strings and similar are LLVM's, make is GNU's.
export const stage4Busybox = definePackage({
  name: "bootstrap-stage4-busybox",
  version: "1.38.0",
  description: "Shell and basic tools in one static program",
  license: "GPL-2.0-only",
  website: "https://busybox.net",
  sources: [{ url: debian("pool/main/b/busybox/busybox_1.38.0.orig.tar.bz2"), sha256: "34f9ea6ff8636f2c9241153b9114eefa9e65674a45318ae1ef95bb5f31c53bb2", size: 2695723 }],
  base: stage3Base,
  buildDeps: [stage3Busybox, stage3Headers, stage3Make, stage4Clang, stage4CompilerRt, stage4Libcxx, stage4Lld, output(stage4Llvm, "tools"), stage4Musl],
  provides: [
    ...["awk", "bunzip2", "bzip2", "cat", "chmod", "cmp", "cp", "cut", "diff", "egrep", "expr", "find", "grep", "gunzip", "gzip", "head"],
    ...["install", "ln", "mkdir", "mv", "nproc", "patch", "rm", "sed", "sh", "sort", "tail", "tar", "touch", "tr", "unxz", "unzip"],
    ...["xargs", "xz", "zcat"],
  ],
  build: sh`
    make HOSTCC=clang defconfig
    sed -i 's/^# CONFIG_STATIC is not set/CONFIG_STATIC=y/' .config
    sed -i 's/^CONFIG_AR=y/# CONFIG_AR is not set/' .config
    sed -i 's/^CONFIG_MAKE=y/# CONFIG_MAKE is not set/' .config
    sed -i 's/^CONFIG_STRINGS=y/# CONFIG_STRINGS is not set/' .config
    sed -i 's/^CONFIG_TC=y/# CONFIG_TC is not set/' .config
    make HOSTCC=clang oldconfig < /dev/null
    make -j "$(nproc)" HOSTCC=clang CC=clang AR=ar STRIP=strip KCONFIG_NOTIMESTAMP=1 busybox busybox.links
    mkdir -p /rootfs/usr/bin
    cp busybox /rootfs/usr/bin/busybox
    sed 's,.*/,,' busybox.links | while read -r name; do ln -s busybox "/rootfs/usr/bin/$name"; done
  `,
});
