import { autotools, debian, definePackage, gnu } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { gmp } from "./gmp.js";
import { mpfr } from "./mpfr.js";
import { musl } from "./musl.js";

const version = "1.3.1";

export const mpc = definePackage({
  name: "core-mpc",
  version,
  description: "Complex arithmetic of any precision",
  license: "LGPL-3.0-or-later",
  website: "https://www.multiprecision.org/mpc/",
  purl: "pkg:generic/mpc",
  sources: [{
    url: gnu(`mpc/mpc-${version}.tar.gz`),
    mirrors: [debian(`pool/main/m/mpclib3/mpclib3_${version}.orig.tar.gz`)],
    sha256: "ab642492f5cf882b74aa0cb730cd410a81edcdbec895183ce930e706c1c759b8",
    size: 773573,
  }],
  licenseFiles: ["COPYING.LESSER"],
  base: stage3,
  buildDeps: [mpfr],
  runDeps: [gmp, mpfr, musl],
  build: autotools({ configure: ["--disable-static"], check: "check" }),
  tests: [{ program: "test.c", flags: ["-lmpc", "-lmpfr", "-lgmp"] }],
  testDeps: [stage3],
});
