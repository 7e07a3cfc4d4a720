import { autotools, debian, definePackage, gnu } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { gmp } from "./gmp.js";
import { musl } from "./musl.js";

const version = "4.2.2";

export const mpfr = definePackage({
  name: "core-mpfr",
  version,
  description: "Floating-point arithmetic of any precision",
  license: "LGPL-3.0-or-later",
  website: "https://www.mpfr.org",
  purl: "pkg:generic/mpfr",
  sources: [{
    url: gnu(`mpfr/mpfr-${version}.tar.xz`),
    mirrors: [debian(`pool/main/m/mpfr4/mpfr4_${version}.orig.tar.xz`)],
    sha256: "b67ba0383ef7e8a8563734e2e889ef5ec3c3b898a01d00fa0a6869ad81c6ce01",
    size: 1505596,
  }],
  licenseFiles: ["COPYING", "COPYING.LESSER"],
  base: stage3,
  buildDeps: [gmp],
  runDeps: [gmp, musl],
  build: autotools({ configure: ["--disable-static"], check: "check" }),
  tests: [{ program: "test.c", flags: ["-lmpfr", "-lgmp"] }],
  testDeps: [stage3],
});
