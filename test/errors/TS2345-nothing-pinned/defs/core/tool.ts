import { definePackage, directory, fromScratch, pin } from "#dsl";
import { zlib } from "./zlib.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  buildDeps: [pin(zlib, {})],
  build: fromScratch(directory("/rootfs")),
});
