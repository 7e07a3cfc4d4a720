import { definePackage, directory, fromScratch } from "#dsl";
import { tool } from "../core/tool.js";

export const shell = definePackage({
  name: "user-shell",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  imageBase: tool,
  config: { user: "0:0", cmd: ["-i"] },
  build: fromScratch(directory("/rootfs")),
});
