import { autotools, debian, definePackage } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { musl } from "./musl.js";

const version = "1.3.2";

// Debian left contrib/ out of the archive; nothing of it is built.
export const zlib = definePackage({
  name: "core-zlib",
  version,
  description: "General-purpose lossless data compression library",
  license: "Zlib",
  website: "https://www.zlib.net",
  purl: "pkg:github/madler/zlib",
  cpe: "cpe:2.3:a:zlib:zlib:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/z/zlib/zlib_1.3.dfsg+really${version}.orig.tar.gz`),
    sha256: "7b6903eb019983987b7112eccf90f1703f1c6c0e0cede36564bf611d19ca579d",
    size: 1295859,
    name: `zlib-${version}.tar.gz`,
  }],
  licenseFiles: ["LICENSE"],
  base: stage3,
  runDeps: [musl],
  build: autotools({ check: "check" }),
  tests: [{ program: "test.c", flags: ["-lz"] }],
  testDeps: [stage3],
});
