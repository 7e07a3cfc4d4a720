import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.ts";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: autotools(),
});
