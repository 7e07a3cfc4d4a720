import { debian, definePackage, make } from "#dsl";
import { debian as tools } from "../bootstrap/debian.js";

const version = "1.11.2";

export const scdoc = definePackage({
  name: "core-scdoc",
  version,
  description: "Generator of manual pages",
  license: "MIT",
  website: "https://sr.ht/~sircmpwn/scdoc/",
  sources: [{
    url: debian(`pool/main/s/scdoc/scdoc_${version}.orig.tar.gz`),
    sha256: "e9ff9981b5854301789a6778ee64ef1f6d1e5f4829a9dd3e58a9a63eacc2e6f0",
    size: 12746,
    name: `scdoc-${version}.tar.gz`,
  }],
  base: tools,
  build: make({ flags: ["PREFIX=/usr", "LDFLAGS="], install: ["DESTDIR=/rootfs", "install"], check: "check" }),
});
