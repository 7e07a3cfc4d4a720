import { debian, definePackage, goToolchain } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { goStage3 } from "./go-stage3.js";

const version = "1.24.9";

export const goStage4 = definePackage({
  name: "core-go-stage4",
  version,
  description: "Go toolchain for bootstrapping",
  license: "BSD-3-Clause",
  website: "https://go.dev",
  sources: [{
    url: debian(`pool/main/g/golang-1.24/golang-1.24_${version}.orig.tar.gz`),
    sha256: "c72f81ba54fe00efe7f3e7499d400979246881b13b775e9a9bb85541c11be695",
    size: 30800154,
  }],
  licenseFiles: ["LICENSE", "PATENTS"],
  base: stage3,
  buildDeps: [goStage3],
  provides: ["go"],
  build: goToolchain(),
  tests: [["/usr/bin/go", "version"]],
});
