import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "../core/musl.js";
import { libgpgError } from "./libgpg-error.js";

const version = "1.6.7";

export const libksba = definePackage({
  name: "user-libksba",
  version,
  description: "Library for X.509 certificates of GnuPG",
  license: "(LGPL-3.0-or-later OR GPL-2.0-or-later) AND LGPL-2.1-or-later",
  website: "https://gnupg.org/software/libksba/",
  purl: "pkg:generic/libksba",
  cpe: "cpe:2.3:a:gnupg:libksba:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/libk/libksba/libksba_${version}.orig.tar.bz2`),
    sha256: "cf72510b8ebb4eb6693eef765749d83677a03c79291a311040a5bfd79baab763",
    size: 706437,
  }],
  licenseFiles: ["COPYING", "COPYING.GPLv2", "COPYING.GPLv3", "COPYING.LGPLv3"],
  base: stage4,
  buildDeps: [libgpgError],
  runDeps: [libgpgError, musl],
  build: autotools({ configure: ["--enable-static", "--disable-doc"], check: "check" }),
  tests: [{ program: "test.c", flags: ["-lksba", "-lgpg-error"] }],
  testDeps: [stage4],
});
