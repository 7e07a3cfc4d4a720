import { autotools, definePackage } from "#dsl";
import { tool } from "./tool.js";

export const filesystem = definePackage({
  name: "core-filesystem",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  buildDeps: [tool],
  build: autotools(),
});
