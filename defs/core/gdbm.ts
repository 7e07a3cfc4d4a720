import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "1.26";

export const gdbm = definePackage({
  name: "core-gdbm",
  version,
  description: "Database of key and data pairs",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org.ua/software/gdbm",
  purl: "pkg:generic/gdbm",
  cpe: "cpe:2.3:a:gnu:gdbm:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/g/gdbm/gdbm_${version}.orig.tar.gz`),
    sha256: "6a24504a14de4a744103dcb936be976df6fbe88ccff26065e54c1c47946f4a5e",
    size: 1226591,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["gdbm_dump", "gdbm_load", "gdbmtool"],
  build: autotools({ configure: ["--enable-libgdbm-compat", "--disable-nls", "--disable-rpath", "--without-readline"] }),
  tests: [{ program: "test.c", flags: ["-lgdbm"] }],
  testDeps: [stage4],
});
