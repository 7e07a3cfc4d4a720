import { autotools, debian, definePackage } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { autoconf } from "./autoconf.js";
import { automake } from "./automake.js";
import { libtool } from "./libtool.js";
import { musl } from "./musl.js";

const version = "2.8.3";

export const expat = definePackage({
  name: "core-expat",
  version,
  description: "XML parser",
  license: "MIT",
  website: "https://libexpat.github.io",
  purl: "pkg:github/libexpat/libexpat",
  cpe: "cpe:2.3:a:libexpat_project:libexpat:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/e/expat/expat_${version}.orig.tar.gz`),
    sha256: "533659a16e0184035a99fd8e783f1ad61a887a7bf8586a8681740b9d7ed42389",
    size: 8464226,
    strip: 2,
  }],
  licenseFiles: ["COPYING"],
  base: stage3,
  buildDeps: [autoconf, automake, libtool],
  runDeps: [musl],
  build: autotools({
    autoreconf: true,
    configure: ["--disable-static", "--without-docbook", "--without-examples"],
    // Upstream's own driver of tests is a script for bash.
    check: ["LOG_DRIVER=../conftools/test-driver", "check"],
  }),
  tests: [{ program: "test.c", flags: ["-lexpat"] }],
  testDeps: [stage3],
});
