import { autotools, debian, definePackage } from "#dsl";
import { debian as tools } from "../bootstrap/debian.js";

const version = "0.18";

export const chrpath = definePackage({
  name: "core-chrpath",
  version,
  description: "Editor of the run path in ELF files",
  license: "GPL-2.0-or-later",
  website: "https://codeberg.org/pere/chrpath",
  sources: [{
    url: debian(`pool/main/c/chrpath/chrpath_${version}.orig.tar.gz`),
    sha256: "f09c49f0618660ca11fc6d9580ddde904c7224d4c6d0f6f2d1f9bcdc9102c9aa",
    size: 52095,
    name: `chrpath-${version}.tar.gz`,
  }],
  base: tools,
  build: autotools({ autoreconf: true }),
});
