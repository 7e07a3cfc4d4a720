import { definePackage, directory, fromScratch, on } from "#dsl";
import { both } from "./both.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  // A platform from data escapes the type check.
  base: on(JSON.parse('"linux/i386"'), both),
  build: fromScratch(directory("/rootfs")),
});
