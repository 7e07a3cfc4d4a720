import { definePackage, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";

/** Takes a second to build and a moment to pack, so that both can be interrupted. The tests edit the version. */
export const slow = definePackage({
  name: "core-slow",
  version: "1",
  description: "Files that take their time",
  license: "ISC",
  website: "https://stagex.invalid",
  base: debian,
  imageBase: "scratch",
  build: sh`
    version=1
    mkdir -p /rootfs/files
    echo begun "$version"
    sleep 0.7
    seq 300 | while read -r i; do echo "$version" >"/rootfs/files/$i"; done
    seq 500000 | sed "s/$/ $version/" >/rootfs/numbers
  `,
});
