import { definePackage, output, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";
import { pieces } from "./pieces.js";

/** More overlays than one stage takes. */
export const overlays = definePackage({
  name: "core-overlays",
  version: "1",
  description: "File made of the files of many images",
  license: "ISC",
  website: "https://stagex.invalid",
  base: debian,
  buildDeps: Object.keys(pieces.outputs ?? {}).map((part) => output(pieces, part)),
  imageBase: "scratch",
  build: sh`
    mkdir /rootfs
    cat /usr/share/pieces/* >/rootfs/pieces
  `,
});
