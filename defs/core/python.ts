import { autotools, debian, definePackage } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { bzip2 } from "./bzip2.js";
import { expat } from "./expat.js";
import { libffi } from "./libffi.js";
import { musl } from "./musl.js";
import { ncurses } from "./ncurses.js";
import { openssl } from "./openssl.js";
import { pkgconf } from "./pkgconf.js";
import { xz } from "./xz.js";
import { zlib } from "./zlib.js";

const version = "3.13.15";

export const python = definePackage({
  name: "core-python",
  version,
  description: "Python interpreter and its standard library",
  license: "PSF-2.0",
  website: "https://www.python.org",
  purl: "pkg:github/python/cpython",
  cpe: "cpe:2.3:a:python:python:*:*:*:*:*:*:*:*",
  sources: [{
    url: `https://www.python.org/ftp/python/${version}/Python-${version}.tar.xz`,
    mirrors: [debian(`pool/main/p/python3.13/python3.13_${version}.orig.tar.xz`)],
    sha256: "1e66a7945a48390ee4c2a4268a0e4185884059a13c4aab6d148aa208deea4a76",
    size: 23160540,
  }],
  patches: ["relocatable.patch"],
  licenseFiles: ["LICENSE"],
  base: stage3,
  buildDeps: [bzip2, expat, libffi, ncurses, openssl, pkgconf, xz, zlib],
  runDeps: [bzip2, expat, libffi, musl, ncurses, openssl, xz, zlib],
  provides: ["python", "python3", "python3.13"],
  build: autotools({
    check: { skip: "take too long for a build" },
    configure: ["--disable-test-modules", "--enable-shared", "--with-system-expat", "--without-ensurepip", "--without-static-libpython"],
    env: { PYTHONDONTWRITEBYTECODE: "1" },
    // Asked of the system, the answer depends on the priority of the build itself.
    cache: { ac_cv_broken_nice: "no" },
    remove: ["/usr/lib/python3.13/ensurepip/_bundled"],
    links: [{ at: "/usr/bin/python", to: "python3" }],
  }),
  tests: [["/usr/bin/python", "-c", "import bz2, ctypes, curses, lzma, ssl, zlib, xml.parsers.expat"]],
});
