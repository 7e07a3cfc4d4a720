import { debian, definePackage, make, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";

const version = "1.38.0";

// tc does not compile with current Linux headers; ar, strings and similar belong to binutils, make to make.
export const busybox = definePackage({
  name: "core-busybox",
  version,
  description: "Shell and basic tools in one static program",
  license: "GPL-2.0-only",
  website: "https://busybox.net",
  purl: "pkg:generic/busybox",
  cpe: "cpe:2.3:a:busybox:busybox:*:*:*:*:*:*:*:*",
  sources: [{
    url: `https://busybox.net/downloads/busybox-${version}.tar.bz2`,
    mirrors: [debian(`pool/main/b/busybox/busybox_${version}.orig.tar.bz2`)],
    sha256: "34f9ea6ff8636f2c9241153b9114eefa9e65674a45318ae1ef95bb5f31c53bb2",
    size: 2695723,
  }],
  patches: ["config.patch", "usr-merge.patch"],
  licenseFiles: ["LICENSE"],
  base: stage3,
  provides: [
    ...["awk", "basename", "bunzip2", "bzip2", "cat", "chmod", "cmp", "cp", "cut", "date", "diff", "dirname", "egrep", "env", "expr"],
    ...["find", "grep", "gunzip", "gzip", "head", "install", "ln", "ls", "mkdir", "mktemp", "mv", "nproc", "patch", "rm", "sed", "sh"],
    ...["sha256sum", "sort", "tail", "tar", "touch", "tr", "uname", "uniq", "unxz", "unzip", "vi", "wc", "xargs", "xz", "zcat"],
  ],
  build: make({
    check: { skip: "need a network, devices and mounts: in a build 30 of 1,036 fail" },
    flags: ["HOSTCC=cc", "KCONFIG_NOTIMESTAMP=1"],
    configure: ["defconfig"],
    targets: ["busybox", "busybox.links"],
    install: ["CONFIG_PREFIX=/rootfs/usr", "install"],
  }),
  config: { entrypoint: ["/usr/bin/sh"] },
  tests: [["/usr/bin/busybox", "true"], sh`test "$(printf '2 1' | tr ' ' '\n' | sort | head -n 1)" = 1`],
});
