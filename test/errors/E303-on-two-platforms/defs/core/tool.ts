import { definePackage, directory, fromScratch, on } from "#dsl";
import { both } from "./both.js";
import { helper } from "./helper.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base: both,
  buildDeps: [on("linux/386", helper)],
  build: fromScratch(directory("/rootfs")),
});
