import { debian, definePackage, make, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "../core/musl.js";

const version = "20190702";

export const argon2 = definePackage({
  name: "user-argon2",
  version,
  description: "Password hashing function",
  license: "Apache-2.0 OR CC0-1.0",
  website: "https://github.com/P-H-C/phc-winner-argon2",
  purl: "pkg:github/p-h-c/phc-winner-argon2",
  sources: [{
    url: debian(`pool/main/a/argon2/argon2_0~${version}+dfsg.orig.tar.xz`),
    sha256: "815f1017b5b0033204778c2e32443257274bc5d9dd16d355c4f7db8189e23dcc",
    size: 725424,
  }],
  licenseFiles: ["LICENSE"],
  base: stage4,
  runDeps: [musl],
  provides: ["argon2"],
  build: make({
    flags: [`ARGON2_VERSION=${version}`, "LIBRARY_REL=lib", "OPTTARGET=x86-64", "PC_EXTRA_LIBS="],
    cflags: ["-pthread", "-Iinclude", "-Isrc"],
  }),
  tests: [{ program: "test.c", flags: ["-largon2"] }, sh`test "$(printf password | argon2 somesalt -t 2 -m 16 -p 4 -l 24 -i -r)" = 45d7ac72e76f242b20b77b9bf9bf9d5915894e669a24e6c6`],
  testDeps: [stage4],
});
