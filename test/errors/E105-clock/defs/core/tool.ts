import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: new Date().toISOString().slice(0, 10),
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
