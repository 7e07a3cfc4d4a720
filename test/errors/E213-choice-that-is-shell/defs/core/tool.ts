import { byPlatform, definePackage, sh } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  provides: ["cp", "make", "mkdir", "sh"],
  build: sh`mkdir ${byPlatform({ "linux/amd64": "/rootfs; true" })}`,
});
