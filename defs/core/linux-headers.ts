import { debian, definePackage, make } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";

const version = "6.12.107";

// Debian's archive lacks a few files of upstream's that are not free; no header is among them.
export const linuxHeaders = definePackage({
  name: "core-linux-headers",
  version,
  description: "Headers of the Linux kernel",
  license: "GPL-2.0-only WITH Linux-syscall-note",
  website: "https://www.kernel.org",
  sources: [{
    url: debian(`pool/main/l/linux/linux_${version}.orig.tar.xz`),
    sha256: "efc76d3c78a5d65f42724118c437d11db1c9f6309a5f024ee9a8b1978fdc6919",
    size: 151398592,
  }],
  patches: ["no-rsync.patch"],
  licenseFiles: ["COPYING", "LICENSES/exceptions/Linux-syscall-note", "LICENSES/preferred/GPL-2.0"],
  base: stage3,
  build: make({
    check: { skip: "are those of a running kernel" },
    flags: ["ARCH=x86_64", "HOSTCC=cc"],
    targets: ["headers"],
    install: ["INSTALL_HDR_PATH=/rootfs/usr", "headers_install"],
  }),
  tests: [{ program: "test.c" }],
  testDeps: [stage3],
});
