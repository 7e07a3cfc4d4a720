import { cmake, debian, definePackage } from "#dsl";
import { debian as tools } from "../bootstrap/debian.js";

const version = "1.23";

export const libdeflate = definePackage({
  name: "core-libdeflate",
  version,
  description: "Fast compression in the formats of zlib and gzip",
  license: "MIT",
  website: "https://github.com/ebiggers/libdeflate",
  sources: [{
    url: debian(`pool/main/libd/libdeflate/libdeflate_${version}.orig.tar.gz`),
    sha256: "1ab18349b9fb0ce8a0ca4116bded725be7dcbfa709e19f6f983d99df1fb8b25f",
    size: 197519,
    name: `libdeflate-${version}.tar.gz`,
  }],
  base: tools,
  build: cmake({ configure: ["-DLIBDEFLATE_BUILD_SHARED_LIB=OFF"], generator: "Ninja" }),
});
