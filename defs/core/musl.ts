import { autotools, debian, definePackage } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";

const version = "1.2.6";

export const musl = definePackage({
  name: "core-musl",
  version,
  description: "C library",
  license: "MIT",
  website: "https://musl.libc.org",
  purl: "pkg:generic/musl",
  cpe: "cpe:2.3:a:musl-libc:musl:*:*:*:*:*:*:*:*",
  sources: [{
    url: `https://musl.libc.org/releases/musl-${version}.tar.gz`,
    mirrors: [debian(`pool/main/m/musl/musl_${version}.orig.tar.gz`)],
    sha256: "d585fd3b613c66151fc3249e8ed44f77020cb5e6c1e635a616d3f9f82460512a",
    size: 1082499,
  }],
  licenseFiles: ["COPYRIGHT"],
  base: stage3,
  provides: ["ldd"],
  // musl chooses its own optimisation, unless CFLAGS do.
  build: autotools({
    check: { skip: "are an archive of their own, libc-test" },
    configure: ["--syslibdir=/usr/lib", "--with-malloc=mallocng"],
    env: { CFLAGS: "" },
    links: [{ at: "/usr/bin/ldd", to: "../lib/libc.so" }],
  }),
  tests: [{ program: "test.c" }],
  testDeps: [stage3],
});
