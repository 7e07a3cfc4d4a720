import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "3.12";

export const diffutils = definePackage({
  name: "core-diffutils",
  version,
  description: "Comparison of files",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/diffutils/",
  purl: "pkg:generic/diffutils",
  cpe: "cpe:2.3:a:gnu:diffutils:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/d/diffutils/diffutils_${version}.orig.tar.xz`),
    sha256: "7c8b7f9fc8609141fdea9cece85249d308624391ff61dedaf528fcb337727dfd",
    size: 1938800,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["cmp", "diff", "diff3", "sdiff"],
  build: autotools({ configure: ["--disable-nls"] }),
  tests: [sh`echo a >/tmp/a && echo b >/tmp/b && diff -u /tmp/a /tmp/b | grep -q "^+b"`],
  testDeps: [busybox],
});
