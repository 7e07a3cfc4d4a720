import { autotools, definePackage } from "#dsl";

export const help = definePackage({
  name: "core-help",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
