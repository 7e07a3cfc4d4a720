import { autotools, debian, definePackage } from "#dsl";
import { stage3 } from "./stage3.js";

// For LLVM's build, which asks for an interpreter. Extension modules without their libraries are left out by configure.
export const stage4Python = definePackage({
  name: "bootstrap-stage4-python",
  version: "3.13.15",
  description: "Python interpreter and its standard library",
  license: "PSF-2.0",
  website: "https://www.python.org",
  sources: [{ url: debian("pool/main/p/python3.13/python3.13_3.13.15.orig.tar.xz"), sha256: "1e66a7945a48390ee4c2a4268a0e4185884059a13c4aab6d148aa208deea4a76", size: 23160540 }],
  base: stage3,
  provides: ["python3"],
  build: autotools({
    configure: ["--build=x86_64-linux-musl", "--disable-test-modules", "--without-ensurepip", "--without-static-libpython"],
    env: { PYTHONDONTWRITEBYTECODE: "1" },
    // Asked of the system, the answer to the first depends on the priority of the build itself.
    cache: { ac_cv_broken_nice: "no", CFLAGS: "-O2 -g0", LDFLAGS: "-Wl,-s" },
    remove: ["/usr/lib/python3.13/ensurepip/_bundled"],
  }),
});
