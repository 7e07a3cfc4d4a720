import { debian, definePackage, make, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "1.5.7";

export const libzstd = definePackage({
  name: "core-libzstd",
  version,
  description: "Zstandard compressor and library",
  license: "BSD-3-Clause OR GPL-2.0-only",
  website: "https://facebook.github.io/zstd/",
  purl: "pkg:github/facebook/zstd",
  cpe: "cpe:2.3:a:facebook:zstandard:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/libz/libzstd/libzstd_${version}+dfsg.orig.tar.xz`),
    sha256: "0c092ef267edce57ba7f3f2645c861f72eaf5e76273c6c3632869423464b90a5",
    size: 1834780,
  }],
  licenseFiles: ["COPYING", "LICENSE"],
  base: stage4,
  runDeps: [musl],
  provides: ["unzstd", "zstd", "zstdcat"],
  build: make({
    flags: ["PREFIX=/usr", "V=1"],
    flagsInEnvironment: true,
    targets: ["lib-release", "zstd-release"],
    remove: ["/usr/bin/zstdgrep", "/usr/bin/zstdless"],
  }),
  tests: [sh`test "$(echo packed | zstd | zstd -d)" = packed`],
  testDeps: [busybox],
});
