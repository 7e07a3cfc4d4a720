import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: String(Math.random()),
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
