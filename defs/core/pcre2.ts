import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "10.48";

export const pcre2 = definePackage({
  name: "core-pcre2",
  version,
  description: "Perl-compatible regular expressions",
  license: "BSD-3-Clause",
  website: "https://www.pcre.org",
  purl: "pkg:github/pcre2project/pcre2",
  cpe: "cpe:2.3:a:pcre:pcre2:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/p/pcre2/pcre2_${version}.orig.tar.gz`),
    sha256: "ebcc25aadf2a51fa1fefa9b8bc9e7a79b3dae86870a0f1152a22e42befd46888",
    size: 2887260,
  }],
  licenseFiles: ["LICENCE.md"],
  base: stage4,
  runDeps: [musl],
  provides: ["pcre2grep", "pcre2test"],
  build: autotools({ configure: ["--enable-jit", "--enable-pcre2-16", "--enable-pcre2-32"], remove: ["/usr/bin/pcre2-config", "/usr/share/doc"] }),
  tests: [{ program: "test.c", flags: ["-lpcre2-8"] }],
  testDeps: [stage4],
});
