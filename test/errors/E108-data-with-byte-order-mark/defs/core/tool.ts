import { cargo, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";
import crates from "./tool/crates.json" with { type: "json" };

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: cargo({ vendored: crates }),
});
