import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A \u001b[31mred tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
