import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: new Function("return 1")(),
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
