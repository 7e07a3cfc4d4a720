import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const early = definePackage({
  name: "core-early",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  platforms: ["linux/386"],
  build: autotools(),
});
