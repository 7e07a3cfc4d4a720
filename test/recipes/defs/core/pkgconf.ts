import { autotools, debian, definePackage } from "#dsl";
import { debian as tools } from "../bootstrap/debian.js";

const version = "1.8.1";

export const pkgconf = definePackage({
  name: "core-pkgconf",
  version,
  description: "Compiler and linker flags of installed libraries",
  license: "ISC",
  website: "https://github.com/pkgconf/pkgconf",
  sources: [{
    url: debian(`pool/main/p/pkgconf/pkgconf_${version}.orig.tar.xz`),
    sha256: "644361ada2942be05655d4452eb018791647c31bba429b287f1f68deb2dc6840",
    size: 302372,
    name: `pkgconf-${version}.tar.xz`,
  }],
  base: tools,
  build: autotools({ configure: ["--disable-shared"], directory: "output" }),
});
