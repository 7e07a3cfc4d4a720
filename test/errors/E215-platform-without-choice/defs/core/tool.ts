import { byPlatform, definePackage, sh } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  provides: ["cp", "make", "mkdir", "sh"],
  platforms: ["linux/amd64", "linux/arm64"],
  env: {
    FIRST: byPlatform({ "linux/amd64": "one", "linux/arm64": "two" }),
    ARCH: byPlatform({ "linux/amd64": "x86" }),
  },
  build: sh`mkdir /rootfs`,
});
