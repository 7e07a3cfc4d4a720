import { definePackage, directory, fromScratch } from "#dsl";
import { libc } from "./libc.js";

export const helper = definePackage({
  name: "bootstrap-helper",
  version: "1.0",
  description: "A tool for 386 that needs a library",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/386"],
  runDeps: [libc],
  build: fromScratch(directory("/rootfs")),
});
