import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "../core/busybox.js";
import { musl } from "../core/musl.js";

const version = "5.47";

export const file = definePackage({
  name: "user-file",
  version,
  description: "Recogniser of file types",
  license: "BSD-2-Clause",
  website: "https://www.darwinsys.com/file/",
  purl: "pkg:github/file/file",
  cpe: "cpe:2.3:a:file_project:file:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/f/file/file_${version}.orig.tar.gz`),
    sha256: "45672fec165cb4cc1358a2d76b5d57d22876dcb97ab169427ac385cbe1d5597a",
    size: 2676776,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["file"],
  build: autotools({ configure: ["--disable-libseccomp", "--enable-static"] }),
  tests: [sh`file /usr/bin/file | grep -q ELF`],
  testDeps: [busybox],
});
