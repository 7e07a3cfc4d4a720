import { debian, definePackage, goToolchain } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { goStage2 } from "./go-stage2.js";

const version = "1.23.4";

export const goStage3 = definePackage({
  name: "core-go-stage3",
  version,
  description: "Go toolchain for bootstrapping",
  license: "BSD-3-Clause",
  website: "https://go.dev",
  sources: [{
    url: debian(`pool/main/g/golang-1.23/golang-1.23_${version}.orig.tar.gz`),
    sha256: "ad345ac421e90814293a9699cca19dd5238251c3f687980bbcae28495b263531",
    size: 28177188,
  }],
  licenseFiles: ["LICENSE", "PATENTS"],
  base: stage3,
  buildDeps: [goStage2],
  provides: ["go"],
  build: goToolchain(),
  tests: [["/usr/bin/go", "version"]],
});
