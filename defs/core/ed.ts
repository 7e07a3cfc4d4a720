import { autotools, compilerFlags, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "1.19";
const flags = compilerFlags();

export const ed = definePackage({
  name: "core-ed",
  version,
  description: "Line-oriented text editor",
  license: "GPL-2.0-or-later",
  website: "https://www.gnu.org/software/ed/",
  purl: "pkg:generic/ed",
  cpe: "cpe:2.3:a:gnu:ed:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/e/ed/ed_${version}.orig.tar.gz`),
    sha256: "8e5c3e7c84972e73957ff396b8318a21795f86547dd1fe4ec4232a9e6e44ca1d",
    size: 89119,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["ed"],
  build: autotools({
    // Its script takes flags as arguments, not from the environment.
    configure: ["CC=cc", `CFLAGS=${flags.CFLAGS}`, `LDFLAGS=${flags.LDFLAGS}`],
    check: "check",
    remove: ["/usr/bin/red"],
  }),
  tests: [sh`
    echo one >/tmp/text
    printf 's/one/two/\nw\nq\n' | ed -s /tmp/text
    test "$(cat /tmp/text)" = two
  `],
  testDeps: [busybox],
});
