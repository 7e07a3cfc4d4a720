import { definePackage, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";

/** Below core-upper, whose build also reads it. */
export const lower = definePackage({
  name: "core-lower",
  version: "1",
  description: "File that another image stands on",
  license: "ISC",
  website: "https://stagex.invalid",
  base: debian,
  imageBase: "scratch",
  build: sh`
    mkdir -p /rootfs/lower
    echo lower 1 >/rootfs/lower/version
  `,
});
