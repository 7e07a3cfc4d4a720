import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { busybox } from "./busybox.js";
import { m4 } from "./m4.js";
import { musl } from "./musl.js";
import { perl } from "./perl.js";

const version = "3.8.2";

// Debian left the manual out of the archive, and the makefile wants it older than the examples taken from it, and Perl to correct it.
export const bison = definePackage({
  name: "core-bison",
  version,
  description: "Generator of parsers",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/bison/",
  sources: [
    {
      url: debian(`pool/main/b/bison/bison_${version}+dfsg.orig.tar.xz`),
      sha256: "dff8a3c96dd34121828f62a7fa49e1f7765815b89e59f564e8d2a9e71c177be5",
      size: 2654920,
    },
  ],
  licenseFiles: ["COPYING"],
  base: stage3,
  buildDeps: [m4, perl],
  runDeps: [m4, busybox, musl],
  provides: ["bison", "yacc"],
  build: autotools({
    configure: ["--disable-nls"],
    before: {
      prepare: sh`
        mkdir -p doc/figs
        touch -d @0 doc/bison.texi doc/figs/example.txt doc/figs/example-reduce.txt doc/figs/example-shift.txt
        touch doc/bison.info
      `,
    },
    env: { HELP2MAN: "true", MAKEINFO: "true" },
  }),
  tests: [["/usr/bin/bison", "--version"]],
});
