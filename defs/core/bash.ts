import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "5.3";

export const bash = definePackage({
  name: "core-bash",
  version,
  description: "GNU shell",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/bash/",
  purl: "pkg:generic/bash",
  cpe: "cpe:2.3:a:gnu:bash:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/b/bash/bash_${version}.orig.tar.xz`),
    sha256: "a70de6bb41f5e192534a5a1836b1d7fad9a8d4818a6e1506d70f38441552c17a",
    size: 5571836,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["bash"],
  build: autotools({
    configure: ["--disable-nls", "--without-bash-malloc"],
    cache: { bash_cv_dev_fd: "standard", bash_cv_dev_stdin: "present" },
    remove: ["/usr/bin/bashbug", "/usr/lib", "/usr/include"],
  }),
  tests: [sh`test "$(bash -c '[[ word =~ ^w.*d ]] && echo {a,b}{1..2}')" = "a1 a2 b1 b2"`],
  testDeps: [busybox],
});
