import { debian, definePackage, make, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "../core/busybox.js";
import { musl } from "../core/musl.js";

const version = "6.12.107";

export const genInitramfs = definePackage({
  name: "user-gen_initramfs",
  version,
  description: "Writer of initramfs archives from a list, of the Linux kernel",
  license: "GPL-2.0-only WITH Linux-syscall-note",
  website: "https://www.kernel.org",
  sources: [{
    url: debian(`pool/main/l/linux/linux_${version}.orig.tar.xz`),
    sha256: "efc76d3c78a5d65f42724118c437d11db1c9f6309a5f024ee9a8b1978fdc6919",
    size: 151398592,
  }],
  files: ["Makefile"],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["gen_init_cpio"],
  build: make({ flags: ["-f", "/files/Makefile"], cflags: [], install: ["DESTDIR=/rootfs", "install"] }),
  tests: [sh`
    cd /tmp
    printf 'dir /dev 0755 0 0\nnod /dev/console 0600 0 0 c 5 1\nfile /init /usr/bin/gen_init_cpio 0755 0 0\n' >list
    gen_init_cpio -t 0 list >archive
    test "$(cpio -t <archive 2>/dev/null | tr '\n' ' ')" = "dev dev/console init "
  `],
  testDeps: [busybox],
});
