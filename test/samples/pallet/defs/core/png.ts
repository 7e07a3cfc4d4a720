import { definePackage, directory, fromScratch } from "#dsl";
import { zlib } from "./zlib.js";

export const png = definePackage({
  name: "core-png",
  version: "1.0",
  description: "A tool",
  license: "MIT OR ISC",
  website: "https://example.org",
  runDeps: [zlib],
  build: fromScratch(directory("/rootfs")),
});
