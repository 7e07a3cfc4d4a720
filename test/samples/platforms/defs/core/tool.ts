import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  platforms: ["linux/arm64", "linux/amd64"],
  build: autotools(),
});
