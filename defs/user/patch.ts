import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "../core/busybox.js";
import { musl } from "../core/musl.js";

const version = "2.8";

export const patch = definePackage({
  name: "user-patch",
  version,
  description: "Apply diff files",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/patch/",
  purl: "pkg:generic/patch",
  cpe: "cpe:2.3:a:gnu:patch:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/p/patch/patch_${version}.orig.tar.xz`),
    sha256: "f87cee69eec2b4fcbf60a396b030ad6aa3415f192aa5f7ee84cad5e11f7f5ae3",
    size: 907208,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["patch"],
  build: autotools({ configure: ["--disable-nls"], check: { skip: "need ed and a shell with more than busybox has" } }),
  tests: [sh`
    cd /tmp
    echo one >f
    printf -- '--- f\n+++ f\n@@ -1 +1 @@\n-one\n+two\n' | patch -p0
    test "$(cat f)" = two
  `],
  testDeps: [busybox],
});
