import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";
import { font } from "./font.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  buildDeps: [font],
  build: autotools(),
});
