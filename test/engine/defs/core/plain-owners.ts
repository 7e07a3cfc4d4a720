import { definePackage, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";

/** Owners and modes that only root can pack, without any setuid file. */
export const plainOwners = definePackage({
  name: "core-plain-owners",
  version: "1",
  description: "Files of other owners",
  license: "ISC",
  website: "https://stagex.invalid",
  base: debian,
  imageBase: "scratch",
  build: sh`
    mkdir -p /rootfs/home/user
    echo mine >/rootfs/home/user/file
    chown -R 1000:1000 /rootfs/home/user
    chmod 0750 /rootfs/home/user
  `,
});
