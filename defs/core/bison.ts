import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { busybox } from "./busybox.js";
import { m4 } from "./m4.js";
import { musl } from "./musl.js";
import { perl } from "./perl.js";

const version = "3.8.2";

// Debian left the manual out of the archive.
export const bison = definePackage({
  name: "core-bison",
  version,
  description: "Generator of parsers",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/bison/",
  purl: "pkg:generic/bison",
  cpe: "cpe:2.3:a:gnu:bison:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/b/bison/bison_${version}+dfsg.orig.tar.xz`),
    sha256: "dff8a3c96dd34121828f62a7fa49e1f7765815b89e59f564e8d2a9e71c177be5",
    size: 2654920,
  }],
  patches: ["no-manual.patch"],
  licenseFiles: ["COPYING"],
  base: stage3,
  buildDeps: [m4, perl],
  runDeps: [m4, busybox, musl],
  provides: ["bison", "yacc"],
  build: autotools({
    configure: ["--disable-nls"], env: { HELP2MAN: "true" },
    check: { skip: "take too long for a build: most of nearly 800 compile a parser" },
  }),
  tests: [sh`
    echo '%% x: %empty;' >/tmp/x.y
    bison -o /tmp/x.c /tmp/x.y
    grep '^yyparse' /tmp/x.c
  `],
  testDeps: [stage3],
  allow: [{ code: "E803", subject: "core-m4", reason: "bison starts m4 for every parser" }],
});
