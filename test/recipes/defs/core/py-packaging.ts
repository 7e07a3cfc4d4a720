import { debian, definePackage, python } from "#dsl";
import { debian as tools } from "../bootstrap/debian.js";

const version = "25.0";

export const pyPackaging = definePackage({
  name: "core-py-packaging",
  version,
  description: "Versions and markers of Python packages",
  license: "Apache-2.0 OR BSD-2-Clause",
  website: "https://github.com/pypa/packaging",
  sources: [{
    url: debian(`pool/main/p/python-packaging/python-packaging_${version}.orig.tar.gz`),
    sha256: "d443872c98d677bf60f6a1f2f8c1cb748e8fe762d2bf9d3148b5599295b0fc4f",
    size: 165727,
    name: `packaging-${version}.tar.gz`,
  }],
  base: tools,
  build: python({ backend: ["flit_core"] }),
});
