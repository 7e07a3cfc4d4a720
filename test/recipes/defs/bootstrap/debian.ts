import { definePackage, hostSeed } from "#dsl";

export const debian = definePackage({
  name: "bootstrap-debian",
  version: "13",
  description: "Compiler, build systems and interpreters of a Debian release",
  license: "GPL-3.0-or-later",
  website: "https://www.debian.org",
  provides: [
    ...["autoreconf", "cat", "cc", "chmod", "cmake", "cp", "ctest", "gzip", "install", "ln", "make", "meson", "mkdir", "ninja", "patch"],
    ...["perl", "perl:Module::Build", "python3", "python:build", "python:flit_core", "python:installer", "python:setuptools"],
    ...["sh", "tar", "xz"],
  ],
  build: hostSeed("debian-trixie-recipes"),
});
