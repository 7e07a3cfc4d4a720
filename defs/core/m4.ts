import { autotools, debian, definePackage, gnu, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { musl } from "./musl.js";

const version = "1.4.19";

// Its gnulib is older than C23.
export const m4 = definePackage({
  name: "core-m4",
  version,
  description: "Macro processor",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/m4/",
  purl: "pkg:generic/m4",
  cpe: "cpe:2.3:a:gnu:m4:*:*:*:*:*:*:*:*",
  sources: [{
    url: gnu(`m4/m4-${version}.tar.xz`),
    mirrors: [debian(`pool/main/m/m4/m4_${version}.orig.tar.xz`)],
    sha256: "63aede5c6d33b6d9b13511cd0be2cac046f2e70fd0a07aa9573a04a82783af96",
    size: 1654908,
    signature: {
      url: debian(`pool/main/m/m4/m4_${version}.orig.tar.xz.asc`),
      sha256: "9700ba4dca539b06e033b4e3ab37fa5b983becb6c14569a8b8aa02dee6ab666c",
      key: "upstream.asc",
    },
  }],
  patches: ["busybox-sh.patch"],
  licenseFiles: ["COPYING"],
  base: stage3,
  runDeps: [musl],
  provides: ["m4"],
  // musl's posix_spawn takes any number for a file to close.
  build: autotools({
    configure: ["--disable-nls"],
    cflags: ["-std=gnu17"],
    check: ["XFAIL_TESTS=test-posix_spawn_file_actions_addclose", "check"],
  }),
  tests: [sh`test "$(echo 'define(answer, 42)answer' | m4)" = 42`],
  testDeps: [stage3],
});
