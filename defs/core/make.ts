import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { musl } from "./musl.js";

const version = "4.4.1";

// Debian left the manual out of the archive, and the makefiles still name its files. The bundled fnmatch.c is older than C23.
export const make = definePackage({
  name: "core-make",
  version,
  description: "Builder of targets from rules",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/make/",
  purl: "pkg:generic/make",
  cpe: "cpe:2.3:a:gnu:make:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/m/make-dfsg/make-dfsg_${version}.orig.tar.xz`),
    sha256: "3b16b00ea1079af9f8096bbc71ff7cc00c249fc6a862003da3c42308a0adb0fe",
    size: 1125180,
  }],
  patches: ["no-manual.patch"],
  licenseFiles: ["COPYING"],
  base: stage3,
  runDeps: [musl],
  provides: ["make"],
  build: autotools({
    configure: ["--disable-nls", "--without-guile"],
    cflags: ["-std=gnu17"],
    check: { skip: "need Perl, which takes longer than everything that make waits for" },
  }),
  tests: [sh`
    printf 'all: part; @echo made of $^\npart: ; @:\n' >/tmp/Makefile
    test "$(make -s -f /tmp/Makefile)" = 'made of part'
  `],
  testDeps: [stage3],
});
