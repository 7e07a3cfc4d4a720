import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "GPL-3.0-or-latter",
  website: "https://example.org",
  build: autotools(),
});
