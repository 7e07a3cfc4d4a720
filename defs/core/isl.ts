import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { gmp } from "./gmp.js";
import { musl } from "./musl.js";

const version = "0.27";

export const isl = definePackage({
  name: "core-isl",
  version,
  description: "Sets and relations of integer points bounded by affine constraints",
  license: "MIT",
  website: "https://libisl.sourceforge.io",
  purl: "pkg:generic/isl",
  sources: [{
    url: debian(`pool/main/i/isl/isl_${version}.orig.tar.xz`),
    sha256: "6d8babb59e7b672e8cb7870e874f3f7b813b6e00e6af3f8b04f7579965643d5c",
    size: 2056436,
  }],
  licenseFiles: ["LICENSE"],
  base: stage4,
  buildDeps: [gmp],
  runDeps: [gmp, musl],
  build: autotools({ check: "check" }),
  tests: [{ program: "test.c", flags: ["-lisl"] }],
  testDeps: [stage4],
});
