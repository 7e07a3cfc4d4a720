import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/tool-1.0.tar.gz", sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", name: "\u001b[2Jtool\u202egz" }],
  build: autotools(),
});
