import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "5.3.2";

export const gawk = definePackage({
  name: "core-gawk",
  version,
  description: "Interpreter of the AWK language",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/gawk/",
  purl: "pkg:generic/gawk",
  cpe: "cpe:2.3:a:gnu:gawk:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/g/gawk/gawk_${version}.orig.tar.xz`),
    sha256: "3b2a95bc6de68e2dc833ce547e366d62001274f8b892c6424f34f70d321cda70",
    size: 2614876,
  }],
  patches: ["no-manual.patch"],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["awk", "gawk"],
  build: autotools({
    configure: ["--disable-nls", "--disable-pma", "--disable-extensions", "--disable-mpfr"],
    // A script that reports bugs by mail, and a hard link.
    remove: ["/usr/bin/gawkbug", "/usr/bin/gawk-*"],
  }),
  tests: [sh`test "$(echo "a b" | gawk '{ print gensub(/(.) (.)/, "\\2\\1", 1) }')" = ba`],
  testDeps: [busybox],
});
