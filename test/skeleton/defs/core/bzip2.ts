import { debian, definePackage, make } from "#dsl";
import { debian as toolchain } from "../bootstrap/debian.js";

const version = "1.0.8";

export const bzip2 = definePackage({
  name: "core-bzip2",
  version,
  description: "Block-sorting file compressor",
  license: "bzip2-1.0.6",
  website: "https://sourceware.org/bzip2/",
  sources: [{
    url: `https://sourceware.org/pub/bzip2/bzip2-${version}.tar.gz`,
    mirrors: [debian(`pool/main/b/bzip2/bzip2_${version}.orig.tar.gz`)],
    sha256: "ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269",
    size: 810029,
  }],
  base: toolchain,
  build: make({ install: ["PREFIX=/rootfs/usr", "install"] }),
});
