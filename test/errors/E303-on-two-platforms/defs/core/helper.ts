import { definePackage, directory, fromScratch } from "#dsl";
import { both } from "./both.js";

export const helper = definePackage({
  name: "core-helper",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/386"],
  runDeps: [both],
  build: fromScratch(directory("/rootfs")),
});
