import { definePackage, directory, fromScratch } from "#dsl";
import { tools } from "../pallet/tools.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base: tools,
  build: fromScratch(directory("/rootfs")),
});
