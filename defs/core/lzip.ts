import { autotools, compilerFlags, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { libcxx } from "./libcxx.js";
import { musl } from "./musl.js";

const version = "1.25";
const flags = compilerFlags();

export const lzip = definePackage({
  name: "core-lzip",
  version,
  description: "Lossless data compressor based on LZMA",
  license: "GPL-2.0-or-later",
  website: "https://www.nongnu.org/lzip",
  purl: "pkg:generic/lzip",
  sources: [{
    url: debian(`pool/main/l/lzip/lzip_${version}.orig.tar.xz`),
    sha256: "b854b1e83c978485de6a8c3d47299dfca8d86ce771d05a278d5badcc9101e949",
    size: 77436,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [libcxx, musl],
  provides: ["lzip"],
  build: autotools({
    // Its script takes flags as arguments, not from the environment.
    configure: ["CXX=c++", `CXXFLAGS=${flags.CXXFLAGS}`, `LDFLAGS=${flags.LDFLAGS}`],
    check: "check",
  }),
  tests: [sh`test "$(echo packed | lzip | lzip -d)" = packed`],
  testDeps: [busybox],
});
