import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  provides: ["cp", "make", "mkdir", "sh"],
  platforms: ["linux/amd64", "linux/arm64"],
  build: autotools({ configure: ["--disable-nls", "--build=x86_64-linux-musl"] }),
});
