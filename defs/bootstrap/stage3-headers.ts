import { byPlatform, debian, definePackage, on, sh } from "#dsl";
import { stage1 } from "./stage1.js";

export const stage3Headers = definePackage({
  name: "bootstrap-stage3-headers",
  version: "6.12.107",
  description: "Linux headers",
  license: "GPL-2.0-only WITH Linux-syscall-note",
  website: "https://www.kernel.org",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [
    { url: debian("pool/main/l/linux/linux_6.12.107.orig.tar.xz"), sha256: "efc76d3c78a5d65f42724118c437d11db1c9f6309a5f024ee9a8b1978fdc6919", size: 151398592, into: "linux" },
  ],
  base: on("linux/386", stage1),
  build: sh`
    make -C linux ARCH=${byPlatform({ "linux/amd64": "x86_64", "linux/arm64": "arm64" })} HOSTCC=cc headers
    find linux/usr/include ! -name '*.h' -type f -exec rm {} +
    mkdir -p /rootfs/usr
    cp -r linux/usr/include /rootfs/usr/include
  `,
});
