import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "4.11.0";

export const findutils = definePackage({
  name: "core-findutils",
  version,
  description: "Search in directory trees",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/findutils/",
  purl: "pkg:generic/findutils",
  cpe: "cpe:2.3:a:gnu:findutils:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/f/findutils/findutils_${version}.orig.tar.xz`),
    sha256: "bfd19cb06cc71f3352d567e90284d8cdac02ac89774bbeadf0b533b0c11432fd",
    size: 2451424,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["find", "xargs"],
  build: autotools({ configure: ["--disable-nls"], remove: ["/usr/bin/updatedb", "/usr/bin/locate", "/usr/libexec"] }),
  tests: [sh`find /usr/bin -name "find" -print0 | xargs -0 -n 1 test -x`],
  testDeps: [busybox],
});
