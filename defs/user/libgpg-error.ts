import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "../core/musl.js";

const version = "1.61";

export const libgpgError = definePackage({
  name: "user-libgpg-error",
  version,
  description: "Error codes and portability of GnuPG components",
  license: "LGPL-2.1-or-later",
  website: "https://gnupg.org",
  purl: "pkg:generic/libgpg-error",
  cpe: "cpe:2.3:a:gnupg:libgpg-error:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/libg/libgpg-error/libgpg-error_${version}.orig.tar.bz2`),
    sha256: "7a85413f2bc354f4f8aa832b718af122e48965e9e0eb9012ee659c13c6385c93",
    size: 1124751,
  }],
  licenseFiles: ["COPYING", "COPYING.LIB"],
  base: stage4,
  runDeps: [musl],
  provides: ["gpg-error", "gpgrt-config"],
  build: autotools({ configure: ["--enable-static", "--disable-nls", "--disable-languages", "--disable-doc"] }),
  tests: [{ program: "test.c", flags: ["-lgpg-error"] }],
  testDeps: [stage4],
  allow: [{ code: "E802", subject: "/bin/sh", reason: "gpgrt-config is a script for builds of GnuPG's other libraries, which have a shell" }],
});
