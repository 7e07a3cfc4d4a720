import { debian, definePackage, perl } from "#dsl";
import { debian as tools } from "../bootstrap/debian.js";

const version = "0.4234";

export const perlModuleBuild = definePackage({
  name: "core-perl-module-build",
  version,
  description: "Build system of Perl modules",
  license: "Artistic-1.0-Perl OR GPL-1.0-or-later",
  website: "https://metacpan.org/dist/Module-Build",
  sources: [{
    url: debian(`pool/main/libm/libmodule-build-perl/libmodule-build-perl_0.423400.orig.tar.gz`),
    sha256: "66aeac6127418be5e471ead3744648c766bd01482825c5b66652675f2bc86a8f",
    size: 311666,
    name: `Module-Build-${version}.tar.gz`,
  }],
  base: tools,
  build: perl({ script: "Build.PL" }),
});
