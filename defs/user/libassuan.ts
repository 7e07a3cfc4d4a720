import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "../core/musl.js";
import { libgpgError } from "./libgpg-error.js";

const version = "3.0.2";

export const libassuan = definePackage({
  name: "user-libassuan",
  version,
  description: "Library for the protocol between GnuPG components",
  license: "LGPL-2.1-or-later",
  website: "https://gnupg.org/software/libassuan/",
  purl: "pkg:generic/libassuan",
  sources: [{
    url: debian(`pool/main/liba/libassuan/libassuan_${version}.orig.tar.bz2`),
    sha256: "d2931cdad266e633510f9970e1a2f346055e351bb19f9b78912475b8074c36f6",
    size: 593917,
  }],
  licenseFiles: ["COPYING", "COPYING.LIB"],
  base: stage4,
  buildDeps: [libgpgError],
  runDeps: [libgpgError, musl],
  build: autotools({ configure: ["--enable-static", "--disable-doc"], check: "check" }),
  tests: [{ program: "test.c", flags: ["-lassuan", "-lgpg-error"] }],
  testDeps: [stage4],
});
