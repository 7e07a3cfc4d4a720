import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "pallet-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
