import { debian, definePackage, sh } from "#dsl";
import { debian as toolchain } from "../bootstrap/debian.js";

/** Two sources, one of them left packed, and an archive that holds an archive. */
export const nested = definePackage({
  name: "core-nested",
  version: "1",
  description: "Archive in an archive, and a file from within",
  license: "Zlib AND bzip2-1.0.6",
  website: "https://stagex.invalid",
  sources: [
    {
      url: debian("pool/main/z/zlib/zlib_1.3.dfsg+really1.3.1.orig.tar.gz"),
      sha256: "60dd315c07f616887caa029408308a018ace66e3d142726a97db164b3b8f69fb",
      size: 1325737,
      name: "zlib-1.3.1.tar.gz",
    },
    {
      url: debian("pool/main/b/bzip2/bzip2_1.0.8.orig.tar.gz"),
      sha256: "ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269",
      size: 810029,
      name: "bzip2-1.0.8.tar.gz",
      extract: false,
    },
  ],
  base: toolchain,
  imageBase: "scratch",
  build: sh`
    mkdir -p /rootfs/usr/src outer
    cp zlib.h /sources/bzip2-1.0.8.tar.gz outer/
    tar -c --sort=name --mtime=@315619200 --owner=0 --group=0 --numeric-owner -f - outer | gzip -n >/rootfs/usr/src/outer.tar.gz
    tar -x -z -O -f /rootfs/usr/src/outer.tar.gz outer/bzip2-1.0.8.tar.gz | tar -x -z -O -f - bzip2-1.0.8/LICENSE >/rootfs/usr/src/license
  `,
});
