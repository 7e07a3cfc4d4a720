import { definePackage, sh } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage3CrossBusybox } from "./stage3-cross-busybox.js";
import { stage3CrossGcc } from "./stage3-cross-gcc.js";
import { stage3CrossM4 } from "./stage3-cross-m4.js";
import { stage3CrossMake } from "./stage3-cross-make.js";

// What stage3 is built with: nothing of stage1 is left in it.
export const stage3CrossTools = definePackage({
  name: "bootstrap-stage3-cross-tools",
  version: "1",
  description: "Directories of a root filesystem, and by dependency a musl toolchain",
  license: "ISC",
  website: "https://musl.libc.org",
  base: stage1,
  runDeps: [stage3CrossBusybox, stage3CrossMake, stage3CrossM4, stage3CrossGcc],
  provides: [
    ...["ar", "as", "awk", "bunzip2", "bzip2", "c++", "cc", "cmp", "cp", "cpp", "diff", "egrep", "expr", "find", "g++", "gcc", "grep"],
    ...["gunzip", "gzip", "install", "ld", "ln", "m4", "make", "mkdir", "mv", "nm", "nproc", "objcopy", "objdump", "patch", "ranlib"],
    ...["readelf", "rm", "sed", "sh", "sort", "strip", "tar", "unxz", "xargs", "xz", "zcat"],
  ],
  build: sh`
    mkdir -p /rootfs/usr/bin /rootfs/usr/lib /rootfs/etc /rootfs/dev /rootfs/proc /rootfs/root /rootfs/sys /rootfs/tmp /rootfs/var/tmp
    chmod 1777 /rootfs/tmp /rootfs/var/tmp
    ln -s usr/bin /rootfs/bin
    ln -s usr/bin /rootfs/sbin
    ln -s usr/lib /rootfs/lib
    ln -s usr/lib /rootfs/lib64
    ln -s bin /rootfs/usr/sbin
    ln -s lib /rootfs/usr/lib64
    echo root:x:0:0:root:/root:/bin/sh > /rootfs/etc/passwd
    echo root:x:0: > /rootfs/etc/group
  `,
});
