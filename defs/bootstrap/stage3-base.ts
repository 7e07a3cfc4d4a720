import { definePackage, on, sh } from "#dsl";
import { stage1 } from "./stage1.js";

// Everything is below /usr, and what looks for lib64 finds lib.
export const stage3Base = definePackage({
  name: "bootstrap-stage3-base",
  version: "1",
  description: "Directories of a root filesystem",
  license: "ISC",
  website: "https://bootstrappable.org",
  platforms: ["linux/amd64", "linux/arm64"],
  base: on("linux/386", stage1),
  // allow W206: kept as it was built, because another text builds everything above it again
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
