import { debian, definePackage, python } from "#dsl";
import { debian as tools } from "../bootstrap/debian.js";

const version = "0.10.2";

export const pyToml = definePackage({
  name: "core-py-toml",
  version,
  description: "Reader and writer of TOML",
  license: "MIT",
  website: "https://github.com/uiri/toml",
  sources: [{
    url: debian(`pool/main/p/python-toml/python-toml_${version}.orig.tar.gz`),
    sha256: "71d4039bbdec91e3e7591ec5d6c943c58f9a2d17e5f6783acdc378f743fcdd2a",
    size: 23325,
    name: `toml-${version}.tar.gz`,
  }],
  base: tools,
  build: python({ frontend: "setup.py", backend: ["setuptools"] }),
});
