import { autotools, definePackage, type Source } from "#dsl";

const archive = { url: "https://example.org/tool-1.0.tar.gz" } as Source;

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [archive],
  build: autotools(),
});
