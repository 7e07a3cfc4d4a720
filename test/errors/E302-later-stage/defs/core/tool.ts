import { definePackage, directory, fromScratch } from "#dsl";
import { editor } from "../user/editor.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  buildDeps: [editor],
  build: fromScratch(directory("/rootfs")),
});
