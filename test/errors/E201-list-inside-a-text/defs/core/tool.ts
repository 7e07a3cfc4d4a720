import { byPlatform, definePackage, sh } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  provides: ["cp", "make", "mkdir", "sh"],
  env: { FLAGS: `-O2 ${byPlatform({ "linux/amd64": ["-mavx", "-msse4"] })}` },
  build: sh`mkdir /rootfs`,
});
