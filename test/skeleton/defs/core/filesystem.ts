import { definePackage, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";

export const filesystem = definePackage({
  name: "core-filesystem",
  version: "1",
  description: "Directories and accounts that every image stands on",
  license: "ISC",
  website: "https://bootstrappable.org",
  base: debian,
  // allow W206: this tree has one package of every kind, and this is the one with a body of shell
  build: sh`
    mkdir -p /rootfs/etc /rootfs/usr/bin /rootfs/usr/lib /rootfs/home/user
    ln -s usr/bin /rootfs/bin
    ln -s usr/lib /rootfs/lib
    printf '%s\n' root:x:0:0:root:/root:/bin/sh user:x:1000:1000:user:/home/user:/bin/sh >/rootfs/etc/passwd
    printf '%s\n' root:x:0: user:x:1000: >/rootfs/etc/group
  `,
  config: { user: "1000:1000", env: { PATH: "/usr/bin", HOME: "/home/user" } },
});
