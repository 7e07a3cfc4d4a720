import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { musl } from "./musl.js";

const version = "5.8.4";

export const xz = definePackage({
  name: "core-xz",
  version,
  description: "Compressor and library of the xz format",
  license: "0BSD AND LGPL-2.1-or-later AND GPL-2.0-or-later",
  website: "https://tukaani.org/xz/",
  purl: "pkg:github/tukaani-project/xz",
  cpe: "cpe:2.3:a:tukaani:xz:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/x/xz-utils/xz-utils_${version}.orig.tar.xz`),
    sha256: "4ce24038fd4221e0d13bc1a2de7a4db56e90b92b3bf75321f6c14be73f65de4b",
    size: 1567192,
  }],
  licenseFiles: ["COPYING", "COPYING.0BSD", "COPYING.GPLv2", "COPYING.LGPLv2.1"],
  base: stage3,
  runDeps: [musl],
  provides: ["unxz", "xz", "xzcat"],
  build: autotools({ configure: ["--disable-nls", "--disable-static", "--disable-scripts", "--disable-doc"], check: "check" }),
  tests: [sh`test "$(echo packed | xz | xz -d)" = packed`, { program: "test.c", flags: ["-llzma"] }],
  testDeps: [stage3],
});
