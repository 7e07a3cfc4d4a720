import { debian, definePackage, python } from "#dsl";
import { debian as tools } from "../bootstrap/debian.js";

const version = "1.9.0";

export const pyDistro = definePackage({
  name: "core-py-distro",
  version,
  description: "Name and version of a Linux distribution",
  license: "Apache-2.0",
  website: "https://github.com/python-distro/distro",
  sources: [{
    url: debian(`pool/main/p/python-distro/python-distro_${version}.orig.tar.gz`),
    sha256: "6ede051357868ed427ea71d16fc27f4d63cc0d9c8a32788aa11c450ecefcc76f",
    size: 54793,
    name: `distro-${version}.tar.gz`,
  }],
  base: tools,
  build: python({ backend: ["setuptools"] }),
});
