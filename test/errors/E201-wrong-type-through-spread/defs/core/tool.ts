import { autotools, definePackage } from "#dsl";

const common = { license: 3, aliases: "tool1" } as object;

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  ...common,
  build: autotools(),
});
