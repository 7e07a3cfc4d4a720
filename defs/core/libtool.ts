import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { busybox } from "./busybox.js";
import { m4 } from "./m4.js";
import { musl } from "./musl.js";

const version = "2.5.4";

export const libtool = definePackage({
  name: "core-libtool",
  version,
  description: "Builder of portable libraries",
  license: "GPL-2.0-or-later AND LGPL-2.0-or-later",
  website: "https://www.gnu.org/software/libtool/",
  purl: "pkg:generic/libtool",
  cpe: "cpe:2.3:a:gnu:libtool:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/libt/libtool/libtool_${version}.orig.tar.xz`),
    sha256: "d9189031edeaa6aa74695b2aeb80a8c26df50b29d8b72c991667e01adecea42c",
    size: 1069572,
  }],
  licenseFiles: ["COPYING"],
  base: stage3,
  buildDeps: [m4],
  runDeps: [busybox, musl],
  provides: ["libtool", "libtoolize"],
  build: autotools({ check: { skip: "take too long for a build: most of the 176 run configure, or link libraries" } }),
  tests: [sh`
    cd /tmp
    echo 'int f(void) { return 42; }' >f.c
    libtool --tag=CC --mode=compile cc -c f.c
    libtool --tag=CC --mode=link cc -o libf.la f.lo
    ar t .libs/libf.a | grep f.o
  `],
  testDeps: [stage3],
});
