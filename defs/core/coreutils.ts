import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "9.10";

export const coreutils = definePackage({
  name: "core-coreutils",
  version,
  description: "Basic file, shell and text utilities",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/coreutils/",
  purl: "pkg:generic/coreutils",
  cpe: "cpe:2.3:a:gnu:coreutils:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/c/coreutils/coreutils_${version}.orig.tar.xz`),
    sha256: "16535a9adf0b10037364e2d612aad3d9f4eca3a344949ced74d12faf4bd51d25",
    size: 6507600,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["b2sum", "cat", "chmod", "cp", "cut", "date", "dd", "du", "echo", "env", "expr", "head", "install", "ln", "ls", "mkdir", "mktemp", "mv", "nproc", "paste", "printf", "realpath", "rm", "seq", "sha256sum", "sort", "stat", "tail", "tee", "test", "touch", "tr", "uniq", "wc"],
  build: autotools({
    configure: ["--disable-nls", "--enable-single-binary=symlinks", "--without-openssl"],
    env: { FORCE_UNSAFE_CONFIGURE: "1" },
    remove: ["/usr/share/info"],
  }),
  tests: [sh`test "$(seq 3 | sort -r | head -n 1)" = 3`],
  testDeps: [busybox],
});
