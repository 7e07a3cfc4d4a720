import { autotools, definePackage } from "#dsl";

const common = { buildDep: [], licence: "ISC" };

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  ...common,
  build: autotools(),
});
