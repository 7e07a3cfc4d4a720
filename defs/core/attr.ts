import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "2.5.2";

export const attr = definePackage({
  name: "core-attr",
  version,
  description: "Extended attribute utilities and library",
  license: "GPL-2.0-or-later AND LGPL-2.1-or-later",
  website: "https://savannah.nongnu.org/projects/attr",
  purl: "pkg:generic/attr",
  sources: [{
    url: debian(`pool/main/a/attr/attr_${version}.orig.tar.xz`),
    sha256: "f2e97b0ab7ce293681ab701915766190d607a1dba7fae8a718138150b700a70b",
    size: 334180,
  }],
  licenseFiles: ["doc/COPYING", "doc/COPYING.LGPL"],
  base: stage4,
  runDeps: [musl],
  provides: ["attr", "getfattr", "setfattr"],
  build: autotools({
    configure: ["--disable-nls", "--sysconfdir=/etc"],
    // attr.c takes basename from string.h, where musl has none.
    cflags: ["-include", "libgen.h"],
    check: { skip: "need attributes in the file system of the build" },
  }),
  tests: [{ program: "test.c", flags: ["-lattr"] }],
  testDeps: [stage4],
});
