import { autotools, definePackage } from "#dsl";
import { git } from "./git.js";

export const curl = definePackage({
  name: "core-curl",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  buildDeps: [git],
  build: autotools(),
});
