import { definePackage, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";

/** Must be refused: the setuid file is not declared. */
export const undeclared = definePackage({
  name: "core-undeclared",
  version: "1",
  description: "File that is setuid without being declared",
  license: "ISC",
  website: "https://stagex.invalid",
  base: debian,
  imageBase: "scratch",
  build: sh`
    mkdir -p /rootfs/usr/bin
    echo text >/rootfs/usr/bin/sudo
    chmod 4755 /rootfs/usr/bin/sudo
  `,
});
