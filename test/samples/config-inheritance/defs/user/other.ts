import { definePackage, directory, fromScratch } from "#dsl";
import { shell } from "./shell.js";

export const other = definePackage({
  name: "user-other",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  imageBase: shell,
  config: { entrypoint: ["/usr/bin/other"] },
  build: fromScratch(directory("/rootfs")),
});
