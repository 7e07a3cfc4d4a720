import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "MIT",
  website: "https://example.org",
  cpe: "cpe:2.3:a:example:tool:1.0:*:*:*:*:*:*:*",
  build: autotools(),
});
