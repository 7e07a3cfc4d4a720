import { autotools, definePackage } from "#dsl";
import { curl } from "./curl.js";

export const git = definePackage({
  name: "core-git",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  buildDeps: [curl],
  build: autotools(),
});
