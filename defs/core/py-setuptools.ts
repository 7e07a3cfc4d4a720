import { copy, debian, definePackage } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { python } from "./python.js";

const version = "84.2.0";

// The pool has the modules themselves, in Python, without the launchers for Windows that upstream's release holds compiled.
export const pySetuptools = definePackage({
  name: "core-py-setuptools",
  version,
  description: "Build backend for Python packages",
  license: "MIT",
  website: "https://setuptools.pypa.io",
  sources: [{
    url: debian(`pool/main/s/setuptools/python3-setuptools_${version}-1_all.deb`),
    sha256: "a3b99fc14d3d8661606d5e0248b722cad3f0b6af0e804192ef78ef4a3f5543a9",
    size: 601960,
    strip: 2,
  }],
  licenseFiles: ["share/doc/python3-setuptools/copyright"],
  base: stage3,
  runDeps: [python],
  provides: ["python:setuptools"],
  build: copy({ trees: [{ from: "lib/python3/dist-packages", to: "/usr/lib/python3.13/site-packages" }] }),
  tests: [["/usr/bin/python3", "-c", "import setuptools.build_meta; assert setuptools.__version__.startswith('84.')"]],
});
