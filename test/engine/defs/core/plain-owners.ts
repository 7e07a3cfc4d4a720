import { definePackage, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";

/** Owners that only root could unpack, without any setuid file; nothing may ask for a tar in the stage. */
export const plainOwners = definePackage({
  name: "core-plain-owners",
  version: "1",
  description: "Files of other owners",
  license: "ISC",
  website: "https://stagex.invalid",
  base: debian,
  imageBase: "scratch",
  build: sh`
    rm /usr/bin/tar
    mkdir -p /rootfs/home/user
    echo mine >/rootfs/home/user/file
    chown -R 1000:1000 /rootfs/home/user
    chmod 0750 /rootfs/home/user
  `,
});
