import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "MIT",
  website: "https://example.org",
  purl: "pkg:github/example/tool@1.0",
  build: autotools(),
});
