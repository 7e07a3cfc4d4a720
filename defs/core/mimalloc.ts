import { cmake, debian, definePackage } from "#dsl";
import { stage4Cmake } from "../bootstrap/stage4-cmake.js";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "2.0.9";

export const mimalloc = definePackage({
  name: "core-mimalloc",
  version,
  description: "General purpose memory allocator",
  license: "MIT",
  website: "https://microsoft.github.io/mimalloc",
  purl: "pkg:github/microsoft/mimalloc",
  sources: [{
    url: debian(`pool/main/m/mimalloc/mimalloc_${version}+ds.orig.tar.xz`),
    sha256: "cbc9d207ff105ad1f0cb739c378076143a6452b8d0624309cea0abfb040e972b",
    size: 138204,
  }],
  licenseFiles: ["LICENSE"],
  base: stage4,
  buildDeps: [stage4Cmake],
  runDeps: [musl],
  build: cmake({ configure: ["-DMI_BUILD_OBJECT=OFF", "-DMI_BUILD_TESTS=OFF", "-DMI_INSTALL_TOPLEVEL=ON"] }),
  tests: [{ program: "test.c", flags: ["-lmimalloc"] }],
  testDeps: [stage4],
});
