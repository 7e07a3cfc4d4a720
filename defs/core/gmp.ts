import { autotools, debian, definePackage } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { m4 } from "./m4.js";
import { musl } from "./musl.js";

const version = "6.3.0";

// Debian left the manual out of the archive, and configure still wants its makefile. Its test programs are older than C23.
export const gmp = definePackage({
  name: "core-gmp",
  version,
  description: "Arithmetic of numbers of any size",
  license: "LGPL-3.0-or-later OR GPL-2.0-or-later",
  website: "https://gmplib.org",
  purl: "pkg:generic/gmp",
  cpe: "cpe:2.3:a:gmplib:gmp:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/g/gmp/gmp_${version}+dfsg.orig.tar.xz`),
    sha256: "bd2966e6d277f79328e894a5a9f3ba3fbf2ed2be81def5f48623e30c23fb1572",
    size: 1870556,
  }],
  patches: ["no-manual.patch"],
  licenseFiles: ["COPYING.LESSERv3", "COPYINGv2", "COPYINGv3"],
  base: stage3,
  buildDeps: [m4],
  runDeps: [musl],
  build: autotools({ configure: ["--build=x86_64-linux-musl", "--disable-static"], cflags: ["-std=gnu17"], check: "check" }),
  tests: [{ program: "test.c", flags: ["-lgmp"] }],
  testDeps: [stage3],
});
