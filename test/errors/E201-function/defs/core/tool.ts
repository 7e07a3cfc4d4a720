import { autotools, definePackage } from "#dsl";

const common = { env: { CFLAGS: () => "-O2" } } as object;

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  ...common,
  build: autotools(),
});
