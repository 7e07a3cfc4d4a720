import { autotools, debian, definePackage } from "#dsl";
import { debian as toolchain } from "../bootstrap/debian.js";

const version = "1.3.1";

export const zlib = definePackage({
  name: "core-zlib",
  version,
  description: "General-purpose lossless data compression library",
  license: "Zlib",
  website: "https://www.zlib.net",
  sources: [{
    url: debian(`pool/main/z/zlib/zlib_1.3.dfsg+really${version}.orig.tar.gz`),
    sha256: "60dd315c07f616887caa029408308a018ace66e3d142726a97db164b3b8f69fb",
    size: 1325737,
    name: `zlib-${version}.tar.gz`,
  }],
  base: toolchain,
  build: autotools(),
  tests: [{ program: "pack.c", flags: ["-Wl,-rpath=/usr/lib", "-lz"] }],
  testDeps: [toolchain],
});
