import { autotools, debian, definePackage, sh } from "#dsl";
import { debian as toolchain } from "../bootstrap/debian.js";

const version = "1.3.1";

export const zlib = definePackage({
  name: "core-zlib",
  version,
  description: "General-purpose lossless data compression library",
  license: "Zlib",
  website: "https://www.zlib.net",
  sources: [
    {
      url: debian(`pool/main/z/zlib/zlib_1.3.dfsg+really${version}.orig.tar.gz`),
      sha256: "60dd315c07f616887caa029408308a018ace66e3d142726a97db164b3b8f69fb",
      size: 1325737,
      name: `zlib-${version}.tar.gz`,
    },
  ],
  base: toolchain,
  build: autotools(),
  tests: [
    sh`
      cat >/tmp/pack.c <<"END"
      #include <string.h>
      #include <zlib.h>
      int main(void) {
        Bytef text[1000] = "text", packed[1000], again[1000];
        uLongf length = sizeof packed, size = sizeof again;
        if (compress(packed, &length, text, sizeof text) != Z_OK || length >= sizeof text) return 1;
        if (uncompress(again, &size, packed, length) != Z_OK || size != sizeof text) return 2;
        if (strcmp(zlibVersion(), ZLIB_VERSION) != 0) return 3;
        return memcmp(text, again, size);
      }
      END
      gcc -Wl,-rpath=/usr/lib -o /tmp/pack /tmp/pack.c -lz
      /tmp/pack
    `,
  ],
  testDeps: [toolchain],
});
