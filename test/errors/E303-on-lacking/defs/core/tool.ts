import { definePackage, directory, fromScratch, on } from "#dsl";
import { early } from "./early.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base: on("linux/arm64", early),
  build: fromScratch(directory("/rootfs")),
});
