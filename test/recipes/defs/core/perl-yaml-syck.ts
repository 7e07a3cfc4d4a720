import { debian, definePackage, perl } from "#dsl";
import { debian as tools } from "../bootstrap/debian.js";

const version = "1.34";

export const perlYamlSyck = definePackage({
  name: "core-perl-yaml-syck",
  version,
  description: "YAML for Perl, in C",
  license: "MIT",
  website: "https://metacpan.org/dist/YAML-Syck",
  sources: [{
    url: debian(`pool/main/liby/libyaml-syck-perl/libyaml-syck-perl_${version}.orig.tar.gz`),
    sha256: "cc9156ccaebda798ebfe2f31b619e806577f860ed1704262f17ffad3c6e34159",
    size: 166886,
    name: `YAML-Syck-${version}.tar.gz`,
  }],
  base: tools,
  build: perl(),
});
