import { debian, definePackage, sh } from "#dsl";
import { debian as toolchain } from "../bootstrap/debian.js";
import { lower } from "./lower.js";

/** Stands on core-lower and shows what its build found: the lower file, and the text that a patch brings. */
export const upper = definePackage({
  name: "core-upper",
  version: "1",
  description: "File made of a patch and of another image",
  license: "ISC",
  website: "https://stagex.invalid",
  sources: [
    {
      url: debian("pool/main/z/zlib/zlib_1.3.dfsg+really1.3.1.orig.tar.gz"),
      sha256: "60dd315c07f616887caa029408308a018ace66e3d142726a97db164b3b8f69fb",
      size: 1325737,
      name: "zlib-1.3.1.tar.gz",
    },
  ],
  patches: ["brought.patch"],
  base: toolchain,
  buildDeps: [lower],
  imageBase: lower,
  build: sh`
    mkdir -p /rootfs/upper
    cp brought /lower/version /rootfs/upper/
  `,
});
