import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "../core/musl.js";

const version = "1.0.22";

export const libsodium = definePackage({
  name: "user-libsodium",
  version,
  description: "Cryptographic library",
  license: "ISC",
  website: "https://libsodium.org",
  purl: "pkg:github/jedisct1/libsodium",
  cpe: "cpe:2.3:a:libsodium:libsodium:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/libs/libsodium/libsodium_${version}.orig.tar.gz`),
    sha256: "5838bb0c3da6148c24ebe531d1ed1297de9a87aea77d426bcd99f289e681631c",
    size: 2269468,
  }],
  licenseFiles: ["LICENSE"],
  base: stage4,
  runDeps: [musl],
  build: autotools({ check: "check" }),
  tests: [{ program: "test.c", flags: ["-lsodium"] }],
  testDeps: [stage4],
});
