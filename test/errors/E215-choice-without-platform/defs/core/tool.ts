import { byPlatform, definePackage, sh } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  provides: ["cp", "make", "mkdir", "sh"],
  env: { ARCH: byPlatform({ "linux/amd64": "x86", "linux/arm64": "arm" }) },
  build: sh`mkdir /rootfs`,
});
