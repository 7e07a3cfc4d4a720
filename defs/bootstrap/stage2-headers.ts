import { byPlatform, debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";

export const stage2Headers = definePackage({
  name: "bootstrap-stage2-headers",
  version: "6.12.107",
  description: "Headers of Linux and musl for the cross compiler",
  license: "GPL-2.0-only WITH Linux-syscall-note",
  website: "https://www.kernel.org",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [
    { url: debian("pool/main/l/linux/linux_6.12.107.orig.tar.xz"), sha256: "efc76d3c78a5d65f42724118c437d11db1c9f6309a5f024ee9a8b1978fdc6919", size: 151398592, into: "linux" },
    { url: debian("pool/main/m/musl/musl_1.2.6.orig.tar.gz"), sha256: "d585fd3b613c66151fc3249e8ed44f77020cb5e6c1e635a616d3f9f82460512a", size: 1082499, into: "musl" },
  ],
  base: on("linux/386", stage1),
  build: sh`
    make -C linux ARCH=${byPlatform({ "linux/amd64": "x86_64", "linux/arm64": "arm64" })} HOSTCC=cc headers
    find linux/usr/include ! -name '*.h' -type f -exec rm {} +
    sysroot=/rootfs/cross/${triplet}/sysroot
    mkdir -p $sysroot/usr
    cp -r linux/usr/include $sysroot/usr/include
    make -C musl ARCH=${byPlatform({ "linux/amd64": "x86_64", "linux/arm64": "aarch64" })} prefix=/usr DESTDIR=$sysroot install-headers
  `,
});
