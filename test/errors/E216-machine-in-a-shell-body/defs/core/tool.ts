import { definePackage, sh } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  provides: ["cp", "make", "mkdir", "sh"],
  platforms: ["linux/amd64", "linux/arm64"],
  build: sh`
    mkdir -p /rootfs
    make ARCH=aarch64
  `,
});
