import { debian, definePackage, meson } from "#dsl";
import { debian as tools } from "../bootstrap/debian.js";

const version = "1.7.2";

export const dtc = definePackage({
  name: "core-dtc",
  version,
  description: "Compiler of device trees",
  license: "GPL-2.0-or-later AND (GPL-2.0-or-later OR BSD-2-Clause)",
  website: "https://www.devicetree.org",
  sources: [{
    url: debian(`pool/main/d/device-tree-compiler/device-tree-compiler_${version}.orig.tar.xz`),
    sha256: "92d8ca769805ae1f176204230438fe52808f4e1c7944053c9eec0e649b237539",
    size: 169668,
    name: `dtc-${version}.tar.xz`,
  }],
  base: tools,
  build: meson({ setup: ["-Dpython=disabled", "-Dyaml=disabled", "-Dtests=false"] }),
});
