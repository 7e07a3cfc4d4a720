import { autotools, definePackage } from "#dsl";

const common = { buildDeps: ["core-zlib"] } as object;

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  ...common,
  build: autotools(),
});
