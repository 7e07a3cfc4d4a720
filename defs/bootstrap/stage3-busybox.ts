import { debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Libstdcxx } from "./stage2-libstdcxx.js";

// strings belongs to binutils; tc does not compile with current Linux headers.
export const stage3Busybox = definePackage({
  name: "bootstrap-stage3-busybox",
  version: "1.37.0",
  description: "Shell and basic tools in one static program",
  license: "GPL-2.0-only",
  website: "https://busybox.net",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/b/busybox/busybox_1.37.0.orig.tar.bz2"), sha256: "3311dff32e746499f4df0d5df04d7eb396382d7e108bb9250e7b519b837043a4", size: 2565764 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Libstdcxx],
  provides: [
    ...["awk", "bunzip2", "bzip2", "cmp", "cp", "diff", "egrep", "expr", "find", "grep", "gunzip", "gzip", "install", "ln", "mkdir"],
    ...["mv", "nproc", "patch", "rm", "sed", "sh", "sort", "tar", "unxz", "xargs", "xz", "zcat"],
  ],
  env: { PATH: "/cross/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  build: sh`
    make HOSTCC=cc defconfig
    sed -i 's/^# CONFIG_STATIC is not set/CONFIG_STATIC=y/' .config
    sed -i 's/^CONFIG_CROSS_COMPILER_PREFIX=.*/CONFIG_CROSS_COMPILER_PREFIX="${triplet}-"/' .config
    sed -i 's/^CONFIG_STRINGS=y/# CONFIG_STRINGS is not set/' .config
    sed -i 's/^CONFIG_TC=y/# CONFIG_TC is not set/' .config
    make HOSTCC=cc oldconfig < /dev/null
    make -j "$(nproc)" HOSTCC=cc KCONFIG_NOTIMESTAMP=1 busybox busybox.links
    mkdir -p /rootfs/usr/bin
    cp busybox /rootfs/usr/bin/busybox
    sed 's,.*/,,' busybox.links | while read -r name; do ln -s busybox "/rootfs/usr/bin/$name"; done
  `,
});
