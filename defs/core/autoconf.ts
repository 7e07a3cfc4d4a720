import { autotools, debian, definePackage, gnu, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { busybox } from "./busybox.js";
import { m4 } from "./m4.js";
import { perl } from "./perl.js";

const version = "2.72";

export const autoconf = definePackage({
  name: "core-autoconf",
  version,
  description: "Maker of configure scripts",
  license: "GPL-3.0-or-later WITH Autoconf-exception-generic-3.0",
  website: "https://www.gnu.org/software/autoconf/",
  purl: "pkg:generic/autoconf",
  cpe: "cpe:2.3:a:gnu:autoconf:*:*:*:*:*:*:*:*",
  sources: [{
    url: gnu(`autoconf/autoconf-${version}.tar.xz`),
    mirrors: [debian(`pool/main/a/autoconf/autoconf_${version}.orig.tar.xz`)],
    sha256: "ba885c1319578d6c94d46e9b0dceb4014caafe2490e437a0dbca3f270a223f5a",
    size: 1389680,
  }],
  licenseFiles: ["COPYING", "COPYING.EXCEPTION", "COPYINGv3"],
  base: stage3,
  buildDeps: [perl, m4],
  runDeps: [busybox, perl, m4],
  provides: ["autoconf", "autoheader", "autom4te", "autoreconf", "autoscan", "autoupdate", "ifnames"],
  build: autotools({ check: { skip: "take too long for a build: most make a configure script and run it" } }),
  tests: [sh`
    cd /tmp
    printf 'AC_INIT([x], [1.5])\nAC_OUTPUT\n' >configure.ac
    autoconf
    ./configure --version | grep '^x configure 1.5'
  `],
  allow: [{ code: "E803", subject: "core-m4", reason: "autom4te starts m4, by a path in its own text" }],
});
