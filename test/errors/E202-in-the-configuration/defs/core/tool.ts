import { autotools, definePackage } from "#dsl";

const config = { user: "1000:1000", entrypoints: ["/usr/bin/tool"] };

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  config,
  build: autotools(),
});
