import { cmake, debian, definePackage, sh } from "#dsl";
import { stage4Cmake } from "../bootstrap/stage4-cmake.js";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "1.2.0";

export const brotli = definePackage({
  name: "core-brotli",
  version,
  description: "Generic lossless compressor",
  license: "MIT",
  website: "https://github.com/google/brotli",
  purl: "pkg:github/google/brotli",
  cpe: "cpe:2.3:a:google:brotli:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/b/brotli/brotli_${version}.orig.tar.gz`),
    sha256: "eb5f7dadf215d0670665fd81566e1fe2dfdc154d983f09142de7299df4c182e6",
    size: 646398,
  }],
  licenseFiles: ["LICENSE"],
  base: stage4,
  buildDeps: [stage4Cmake],
  runDeps: [musl],
  provides: ["brotli"],
  build: cmake({ configure: ["-DBROTLI_DISABLE_TESTS=ON", "-DBUILD_SHARED_LIBS=ON"] }),
  tests: [{ program: "test.c", flags: ["-lbrotlienc", "-lbrotlidec"] }, sh`test "$(echo packed | brotli | brotli -d)" = packed`],
  testDeps: [stage4],
  allow: [{ code: "E818", subject: "/usr/lib/", reason: "upstream's build makes one form at a time" }],
});
