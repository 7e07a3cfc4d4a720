import { autotools, definePackage } from "#dsl";

export const other = definePackage({
  name: "core-other",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
