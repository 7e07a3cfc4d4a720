import { autotools, definePackage } from "#dsl";
import { tool as older } from "./tool.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  buildDeps: [older],
  build: autotools(),
});
