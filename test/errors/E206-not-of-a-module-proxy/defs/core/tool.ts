import { definePackage, go } from "#dsl";
import { base } from "../bootstrap/base.js";
import modules from "./tool/modules.json" with { type: "json" };

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: go({ vendored: modules }),
});
