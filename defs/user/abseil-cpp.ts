import { cmake, debian, definePackage } from "#dsl";
import { stage4Cmake } from "../bootstrap/stage4-cmake.js";
import { stage4 } from "../bootstrap/stage4.js";
import { libcxx } from "../core/libcxx.js";
import { musl } from "../core/musl.js";

const version = "20260526.0";

export const abseilCpp = definePackage({
  name: "user-abseil-cpp",
  version,
  description: "C++ library of Google beside the standard one",
  license: "Apache-2.0",
  website: "https://abseil.io",
  purl: "pkg:github/abseil/abseil-cpp",
  sources: [{
    url: debian(`pool/main/a/abseil/abseil_${version}.orig.tar.gz`),
    sha256: "6e1aee535473414164bf83e4ebc40240dec71a4701f8a642d906e95bea1aea0c",
    size: 2391476,
  }],
  licenseFiles: ["LICENSE"],
  base: stage4,
  buildDeps: [stage4Cmake],
  runDeps: [libcxx, musl],
  build: cmake({ configure: ["-DABSL_PROPAGATE_CXX_STD=ON", "-DBUILD_SHARED_LIBS=ON", "-DCMAKE_CXX_STANDARD=17", "-DCMAKE_SKIP_INSTALL_RPATH=ON"] }),
  tests: [{ program: "test.cc", flags: ["-labsl_strings", "-labsl_throw_delegate"] }],
  testDeps: [stage4],
  allow: [{ code: "E818", subject: "/usr/lib/", reason: "upstream's build makes one form at a time" }],
});
