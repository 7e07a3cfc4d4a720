import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "../core/busybox.js";
import { musl } from "../core/musl.js";

const version = "4.0.32";

export const mtools = definePackage({
  name: "user-mtools",
  version,
  description: "Utilities to access MS-DOS disks without mounting them",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/mtools/",
  purl: "pkg:generic/mtools",
  sources: [{
    url: debian(`pool/main/m/mtools/mtools_4.0.33-1+really${version}.orig.tar.bz2`),
    sha256: "d540ca05fb1726d7218bb9f8df8742e6cb301129a20333b0b41c6b2c357c788e",
    size: 432441,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["mcopy", "mdel", "mdir", "mformat", "mlabel", "mmd", "mtools", "mtype"],
  build: autotools({
    configure: ["--sysconfdir=/etc", "--disable-floppyd", "--without-x"],
    remove: ["/usr/bin/amuFormat.sh", "/usr/bin/lz", "/usr/bin/mcheck", "/usr/bin/mcomp", "/usr/bin/mxtar", "/usr/bin/tgz", "/usr/bin/uz"],
  }),
  tests: [sh`
    mformat -C -i /tmp/disk -f 1440 ::
    echo stored | mcopy -i /tmp/disk - ::FILE
    test "$(mtype -i /tmp/disk ::FILE)" = stored
  `],
  testDeps: [busybox],
});
