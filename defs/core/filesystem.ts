import { definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";

// Everything is below /usr. Programs that look for lib64 or sbin find lib and bin.
export const filesystem = definePackage({
  name: "core-filesystem",
  version: "1",
  description: "Directories, accounts and names that every image stands on",
  license: "ISC",
  website: "https://bootstrappable.org",
  files: ["group", "os-release", "passwd"],
  base: stage3,
  build: sh`
    mkdir /rootfs
    cd /rootfs
    mkdir -p dev etc home/user proc root run sys tmp usr/bin usr/include usr/lib usr/share var/cache var/lib var/log var/tmp
    chmod 1777 tmp var/tmp
    chmod 700 root home/user
    chown 1000:1000 home/user
    ln -s usr/bin bin
    ln -s usr/bin sbin
    ln -s usr/lib lib
    ln -s usr/lib lib64
    ln -s bin usr/sbin
    ln -s lib usr/lib64
    ln -s ../run var/run
    install -m 0644 /files/group /files/os-release /files/passwd etc
  `,
  config: { user: "1000:1000", env: { PATH: "/usr/bin", HOME: "/home/user", TZ: "UTC", LANG: "C.UTF-8" }, workdir: "/home/user" },
});
