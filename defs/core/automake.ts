import { autotools, debian, definePackage, gnu, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { autoconf } from "./autoconf.js";

const version = "1.17";

export const automake = definePackage({
  name: "core-automake",
  version,
  description: "Maker of makefile templates",
  license: "GPL-2.0-or-later",
  website: "https://www.gnu.org/software/automake/",
  purl: "pkg:generic/automake",
  cpe: "cpe:2.3:a:gnu:automake:*:*:*:*:*:*:*:*",
  sources: [{
    url: gnu(`automake/automake-${version}.tar.xz`),
    mirrors: [debian(`pool/main/a/automake-1.17/automake-1.17_${version}.orig.tar.xz`)],
    sha256: "8920c1fc411e13b90bf704ef9db6f29d540e76d232cb3b2c9f4dc4cc599bd990",
    size: 1652632,
  }],
  licenseFiles: ["COPYING"],
  base: stage3,
  buildDeps: [autoconf],
  runDeps: [autoconf],
  provides: ["aclocal", "automake"],
  build: autotools({ check: { skip: "take too long for a build: most of the 1,300 run configure and make" } }),
  tests: [sh`
    cd /tmp
    printf 'AC_INIT([x], [1.5])\nAM_INIT_AUTOMAKE([foreign])\nAC_CONFIG_FILES([Makefile])\nAC_OUTPUT\n' >configure.ac
    echo 'data_DATA = configure.ac' >Makefile.am
    aclocal
    automake --add-missing
    grep '^install-dataDATA:' Makefile.in
  `],
  allow: [{ code: "E803", subject: "core-autoconf", reason: "aclocal and automake start autom4te" }],
});
