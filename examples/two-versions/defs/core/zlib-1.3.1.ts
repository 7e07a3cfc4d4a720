import { autotools, debian, definePackage } from "#dsl";
import { debian as toolchain } from "../bootstrap/debian.js";

const version = "1.3.1";

// An old version is a package of its own, with the version in its name and in its places, so that it fits beside the new one.
export const zlib131 = definePackage({
  name: "core-zlib-1.3.1",
  version,
  description: "General-purpose lossless data compression library, as of 2024",
  license: "Zlib",
  website: "https://www.zlib.net",
  sources: [{
    url: debian(`pool/main/z/zlib/zlib_1.3.dfsg+really${version}.orig.tar.gz`),
    sha256: "60dd315c07f616887caa029408308a018ace66e3d142726a97db164b3b8f69fb",
    size: 1325737,
    name: `zlib-${version}.tar.gz`,
  }],
  licenseFiles: ["LICENSE"],
  base: toolchain,
  build: autotools({ prefix: "/usr/lib/zlib-1.3.1" }),
});
