import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "4.9";

export const sed = definePackage({
  name: "core-sed",
  version,
  description: "Stream editor",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/sed/",
  purl: "pkg:generic/sed",
  cpe: "cpe:2.3:a:gnu:sed:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/s/sed/sed_${version}.orig.tar.xz`),
    sha256: "6e226b732e1cd739464ad6862bd1a1aba42d7982922da7a53519631d24975181",
    size: 1397092,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["sed"],
  build: autotools({ configure: ["--disable-nls"] }),
  tests: [sh`test "$(echo ab | sed -E 's/(a)(b)/\2\1/')" = ba`],
  testDeps: [busybox],
});
