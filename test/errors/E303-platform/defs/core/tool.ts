import { definePackage, directory, fromScratch } from "#dsl";
import { zlib } from "./zlib.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/amd64", "linux/arm64"],
  buildDeps: [zlib],
  build: fromScratch(directory("/rootfs")),
});
